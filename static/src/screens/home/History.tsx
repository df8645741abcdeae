import { useMemo, useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Home, Range } from '../../api/routes';
import type { Bin } from '../../chart/bins';
import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { DayChart } from '../../chart/DayChart';
import { decimal, type Decimal } from '../../decimal';
import { day } from '../../format';
import { home } from '../../state/data';
import { selection } from '../../telegram/haptics';
import { useSwipeGuard } from '../../telegram/swipes';
import { Amount, amountText } from '../../ui/Amount';
import { Loads } from '../../ui/Loads';
import { RangeChoice } from '../../ui/RangeChoice';
import { locale, t } from '../../words';

type Earnings = NonNullable<Home['earnings']['value']>;

interface Props {
  range: Range;
  onRange: (range: Range) => void;
  /** The range that `earnings` is of; another is asked for. */
  usual: Range;
  earnings: Earnings | null;
}

/** The days' net as a chart. */
export function History({ range, onRange, usual, earnings }: Props): JSX.Element {
  return (
    <section class="card">
      <h2 class="unseen">{t('home.history')}</h2>
      <RangeChoice chosen={range} onChoose={onRange} />
      {range === usual ? (
        <Chart earnings={earnings} />
      ) : (
        <Loads part={home(range)} outline={<Waiting />}>
          {(figures) => <Chart earnings={figures.earnings.value} />}
        </Loads>
      )}
    </section>
  );
}

function Waiting(): JSX.Element {
  return (
    <>
      <p class="reading">{'\u00a0'}</p>
      <ChartSkeleton headed />
    </>
  );
}

function Chart({ earnings }: { earnings: Earnings | null }): JSX.Element {
  const [chosen, choose] = useState<Bin | null>(null);
  useSwipeGuard();
  const points = useMemo(() => pointsOf(earnings), [earnings]);
  if (points.length === 0) {
    return <p class="quiet chart-none">{t(earnings === null ? 'app.absent' : 'home.noDays')}</p>;
  }
  const mean = earnings?.mean ? decimal(earnings.mean.btc) : null;
  return (
    <>
      <p class="reading" aria-hidden="true">
        {chosen ? <Reading name={spanText(chosen)} value={chosen.value} /> : <Reading name={t('home.sum')} value={total(points)} />}
      </p>
      <DayChart
        points={points}
        chosen={chosen?.to ?? null}
        onChoose={(_, bin) => {
          if (bin) selection();
          choose(bin);
        }}
        label={(bin) => `${spanText(bin)}: ${amountText(bin.value)}`}
        ariaLabel={t('home.history')}
        axis={amountText}
        dayLabel={(iso) => day(iso, locale(), 'short')}
        mean={mean}
        meanName={t('home.mean')}
      />
      {earnings?.complete === false && <p class="quiet">{t('home.cut')}</p>}
    </>
  );
}

function Reading({ name, value }: { name: string; value: Decimal }): JSX.Element {
  return (
    <>
      <span class="quiet">{name}</span> <strong><Amount btc={value} /></strong>
    </>
  );
}

function pointsOf(earnings: Earnings | null): { day: string; value: Decimal }[] {
  return (earnings?.days ?? []).map(({ day, net }) => ({ day, value: decimal(net) ?? 0n }));
}

function total(points: readonly { value: Decimal }[]): Decimal {
  return points.reduce((sum, { value }) => sum + value, 0n);
}

function spanText({ from, to }: Bin): string {
  if (from === to) return day(to, locale());
  return `${day(from, locale(), 'short')} – ${day(to, locale())}`;
}
