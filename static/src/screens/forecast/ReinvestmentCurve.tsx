import { useMemo, useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { Curve } from '../../chart/Curve';
import { exact, ONE, type Decimal } from '../../decimal';
import { figure } from '../../format';
import { preferences } from '../../state/preferences';
import { selection } from '../../telegram/haptics';
import { amountText } from '../../ui/Amount';
import { th } from '../../ui/figures';
import { locale, t } from '../../words';

const SATS = 100_000_000n;

type Points = NonNullable<Forecast['reinvestment']>['points'];

/** What comes in month by month, reinvesting and without, and how it ends, in words. */
export function ReinvestmentCurve({ points }: { points: Points }): JSX.Element {
  const [chosen, choose] = useState<number | null>(null);
  const speak = locale();
  const series = useMemo(
    () => [
      { name: t('forecast.with'), points: points.map(({ earned }) => exact(earned.btc)) },
      { name: t('forecast.without'), points: points.map(({ saved }) => exact(saved.btc)) },
    ],
    [points, speak],
  );
  const label = (at: number): string => {
    const amounts = series.map((each) => `${each.name} ${amountText(each.points[at] ?? 0n)}`);
    return [t('forecast.month', { month: at }), ...amounts].join(', ');
  };
  return (
    <>
      <Curve
        series={series}
        chosen={chosen}
        onChoose={(at) => {
          if (at !== null) selection();
          choose(at);
        }}
        pointLabel={label}
        ariaLabel={t('forecast.reinvesting')}
        describedBy="reinvested"
        axis={tick}
        endLabel={(at) => (at === 0 ? t('forecast.now') : t('forecast.after', { count: at / 12 }))}
        tip={(at) => <Tip month={at} amounts={series.map((each) => each.points[at] ?? 0n)} />}
      />
      <p id="reinvested">{ending(points)}</p>
    </>
  );
}

function Tip({ month, amounts }: { month: number; amounts: readonly Decimal[] }): JSX.Element {
  return <>{[t('forecast.month', { month }), ...amounts.map(amountText)].join(' · ')}</>;
}

function ending(points: Points): string {
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined) return '';
  const withIt = t('forecast.endWith', {
    count: Number(last.month) / 12,
    earned: amountText(exact(last.earned.btc)),
    from: th(first.power),
    to: th(last.power),
  });
  return `${withIt} ${t('forecast.endWithout', { saved: amountText(exact(last.saved.btc)) })}`;
}

/** A round amount, as short as it can be. */
function tick(value: Decimal): string {
  if (preferences.value.unit === 'btc') return `${figure(value, locale(), 8)} ${t('unit.btc')}`;
  const short = new Intl.NumberFormat(locale(), { notation: 'compact' });
  return `${short.format((value * SATS) / ONE)} ${t('unit.sats')}`;
}
