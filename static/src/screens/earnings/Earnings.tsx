import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import './earnings.css';
import type { Range } from '../../api/routes';
import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { earnings } from '../../state/data';
import { Loads } from '../../ui/Loads';
import { RangeChoice } from '../../ui/RangeChoice';
import { Skeleton } from '../../ui/Skeleton';
import { Stale } from '../../ui/Stale';
import { Top } from '../../ui/Top';
import { t } from '../../words';
import { Days, type Choice } from './Days';
import { MinerChoice } from './MinerChoice';
import { NoDays } from './NoDays';
import { reaching } from './reaching';

interface Props {
  /** The day to begin with; it is explained, too. */
  day?: string | undefined;
  miner?: string | undefined;
}

/** Every day's income and what became of it, of all miners or of one. */
export function Earnings({ day = '', miner = '' }: Props): JSX.Element {
  // Who is here already may be led to another beginning, such as by the tab.
  return <Begun key={`${day} ${miner}`} day={day} miner={miner} />;
}

function Begun({ day, miner }: { day: string; miner: string }): JSX.Element {
  const [range, setRange] = useState<Range>(day ? reaching(day) : '30');
  const [only, setOnly] = useState(miner);
  const [choice, choose] = useState<Choice | null>(day ? { day, by: 'link' } : null);
  const part = earnings(range, only);
  const retry = (): void => void part.refresh();
  return (
    <main class="screen">
      <Top title={t('tab.earnings')}>
        <MinerChoice chosen={only} onChoose={(one) => { setOnly(one); choose(null); }} />
      </Top>
      <RangeChoice chosen={range} onChoose={(days) => { setRange(days); choose(null); }} />
      <Loads key={`${range} ${only}`} part={part} outline={<EarningsOutline />}>
        {(figures) => (
          <>
            {figures.fault !== null && <Stale seconds={Number(figures.age)} code={figures.fault} retry={retry} />}
            {figures.days.length === 0 ? (
              <NoDays miner={only} onAll={range === 'all' ? null : () => { setRange('all'); }} />
            ) : (
              <Days figures={figures} range={range} miner={only} choice={choice} onChoose={choose} />
            )}
          </>
        )}
      </Loads>
    </main>
  );
}

function EarningsOutline(): JSX.Element {
  return (
    <>
      <section class="card sums-outline"><Skeleton lines={[40, 70, 90, 90, 90, 90]} /></section>
      <section class="card"><p class="reading">{'\u00a0'}</p><ChartSkeleton /></section>
      <section class="card"><Skeleton lines={[90, 90, 90, 90, 90]} /></section>
    </>
  );
}
