import type { JSX } from 'preact';

import type { Home, Range } from '../../api/routes';
import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { exact } from '../../decimal';
import { home } from '../../state/data';
import { Loads } from '../../ui/Loads';
import { NetChart } from '../../ui/NetChart';
import { RangeChoice } from '../../ui/RangeChoice';
import { t } from '../../words';

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
        <Loads key={range} part={home(range)} outline={<Waiting />}>
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
  if (earnings === null || earnings.days.length === 0) {
    return <p class="quiet">{t(earnings === null ? 'app.absent' : 'home.noDays')}</p>;
  }
  const { days, mean, complete } = earnings;
  return (
    <>
      <NetChart days={days} name={t('home.history')} mean={mean && exact(mean.btc)} />
      {!complete && <p class="quiet">{t('home.cut')}</p>}
    </>
  );
}
