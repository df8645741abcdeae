import type { JSX } from 'preact';

import type { Earnings, Range } from '../../api/routes';
import { day as dayText } from '../../format';
import { locale, t } from '../../words';
import { Chart } from './Chart';
import { DayDetail } from './DayDetail';
import { DayList } from './DayList';
import { ExportButton } from './ExportButton';
import { Sums } from './Sums';

/** A day, and where it was chosen: in the chart it is shown right below it. */
export interface Choice {
  day: string;
  by: 'chart' | 'list' | 'link';
}

interface Props {
  figures: Earnings;
  range: Range;
  /** Empty: all of them. */
  miner: string;
  choice: Choice | null;
  onChoose: (choice: Choice | null) => void;
}

/** The days together, as a chart, one of them split, and all as a list. */
export function Days({ figures, range, miner, choice, onChoose }: Props): JSX.Element {
  const { days, sums, complete } = figures;
  const chosen = choice?.day ?? null;
  const at = days.findIndex(({ day }) => day === chosen);
  const shown = days[at];
  const choose = (by: Choice['by']) => (day: string | null): void => {
    onChoose(day === null ? null : { day, by });
  };
  return (
    <>
      {choice && !shown && (
        <p class="card quiet">{t('earnings.noDay', { day: dayText(choice.day, locale()) || choice.day })}</p>
      )}
      <Sums sums={sums} />
      <Chart days={days} chosen={chosen} choose={choose('chart')} />
      {shown && (
        <DayDetail
          key={shown.day}
          day={shown}
          before={days[at + 1]?.day ?? null}
          miner={miner}
          sought={choice?.by !== 'chart'}
          asked={choice?.by === 'link'}
        />
      )}
      <DayList days={days} chosen={chosen} choose={choose('list')}>
        <ExportButton range={range} miner={miner} />
      </DayList>
      {!complete && <p class="quiet">{t('home.cut')}</p>}
    </>
  );
}
