import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import './earnings.css';
import type { Earnings as Figures, Range } from '../../api/routes';
import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { earnings, miner } from '../../state/data';
import { Loads } from '../../ui/Loads';
import { RangeChoice } from '../../ui/RangeChoice';
import { Skeleton } from '../../ui/Skeleton';
import { Stale } from '../../ui/Stale';
import { Top } from '../../ui/Top';
import { t } from '../../words';
import { Chart } from './Chart';
import { DayDetail } from './DayDetail';
import { DayList } from './DayList';
import { ExportButton } from './ExportButton';
import { MinerChoice } from './MinerChoice';
import { Sums } from './Sums';

interface Props {
  day?: string | undefined;
  miner?: string | undefined;
}

/** Every day's income and what became of it, of all miners or of one. */
export function Earnings(props: Props): JSX.Element {
  const [range, setRange] = useState<Range>('30');
  const [only, setOnly] = useState(props.miner ?? '');
  const [chosen, choose] = useState(props.day ?? null);
  const part = earnings(range, only);
  return (
    <main class="screen">
      <Top title={t('tab.earnings')}>
        <ExportButton range={range} miner={only} />
      </Top>
      <MinerChoice chosen={only} onChoose={setOnly} />
      <RangeChoice chosen={range} onChoose={setRange} />
      <Loads part={part} outline={<EarningsOutline />}>
        {(figures) => (
          <Days
            figures={figures}
            chosen={chosen}
            choose={choose}
            only={only}
            retry={() => void part.refresh()}
          />
        )}
      </Loads>
    </main>
  );
}

interface DaysProps {
  figures: Figures;
  chosen: string | null;
  choose: (day: string | null) => void;
  only: string;
  retry: () => void;
}

function Days({ figures, chosen, choose, only, retry }: DaysProps): JSX.Element {
  const { days, sums, complete, age, fault } = figures;
  const at = days.findIndex(({ day }) => day === chosen);
  const shown = days[at];
  return (
    <>
      {fault !== null && <Stale seconds={Number(age)} code={fault} retry={retry} />}
      {days.length === 0 ? (
        <p class="card quiet">{only && miner(only).now.value.state === 'failed' ? t('fault.not_found') : t('earnings.none')}</p>
      ) : (
        <>
          <Sums sums={sums} />
          <Chart days={days} chosen={chosen} choose={choose} />
          {shown && <DayDetail key={shown.day} day={shown} before={days[at + 1]?.day ?? null} miner={only} />}
          <DayList days={days} chosen={chosen} choose={choose} />
          {!complete && <p class="quiet">{t('home.cut')}</p>}
        </>
      )}
    </>
  );
}

function EarningsOutline(): JSX.Element {
  return (
    <>
      <section class="card"><Skeleton lines={[40, 70, 90, 90]} /></section>
      <section class="card"><ChartSkeleton /></section>
      <section class="card"><Skeleton lines={[90, 90, 90, 90, 90]} /></section>
    </>
  );
}
