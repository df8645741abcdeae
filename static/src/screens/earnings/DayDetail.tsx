import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Day } from '../../api/routes';
import { day as dayText } from '../../format';
import { Amount } from '../../ui/Amount';
import { IncomeSplit } from '../../ui/IncomeSplit';
import { locale, t } from '../../words';
import { Why } from './Why';

interface Props {
  day: Day;
  /** The day it is compared with; `null` where none came before. */
  before: string | null;
  miner: string;
  /** Whether the page is to go to it: it was not chosen where it is shown. */
  sought: boolean;
  /** Whether the comparison was asked for elsewhere. */
  asked: boolean;
}

/** One day, split, and why it differs from the one before. */
export function DayDetail({ day, before, miner, sought, asked }: Props): JSX.Element {
  const [explained, explain] = useState(asked);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (sought) card.current?.scrollIntoView();
  }, []);
  return (
    <section ref={card} class="card day-detail" aria-live="polite">
      <header class="card-head">
        <h2>{dayText(day.day, locale(), 'full')}</h2>
        <span class="quiet">{t('miners.count', { count: Number(day.miners) })}</span>
      </header>
      <p class="headline"><Amount btc={day.net} /></p>
      <IncomeSplit
        {...day}
        others={[
          { name: t('earnings.service3'), value: day.service3 },
          { name: t('earnings.service4'), value: day.service4 },
        ]}
      />
      {day.partial && <p class="quiet">{t('earnings.partial')}</p>}
      {before !== null && explained && <Why before={before} after={day.day} miner={miner} />}
      {before !== null && !explained && (
        <button type="button" class="button button-quiet" onClick={() => { explain(true); }}>
          {t('home.why')}
        </button>
      )}
    </section>
  );
}
