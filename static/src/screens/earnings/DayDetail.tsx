import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Day } from '../../api/routes';
import { day as dayText } from '../../format';
import { Amount } from '../../ui/Amount';
import { locale, t } from '../../words';
import { Split } from './Split';
import { Why } from './Why';

interface Props {
  day: Day;
  /** The day it is compared with; `null` where none came before. */
  before: string | null;
  miner: string;
}

/** One day, split, and why it differs from the one before. */
export function DayDetail({ day, before, miner }: Props): JSX.Element {
  const [asked, setAsked] = useState(false);
  return (
    <section class="card" aria-live="polite">
      <header class="card-head">
        <h2>{dayText(day.day, locale(), 'full')}</h2>
        <span class="quiet">{t('miners.count', { count: Number(day.miners) })}</span>
      </header>
      <p class="headline"><Amount btc={day.net} /></p>
      <Split
        gross={day.gross}
        net={day.net}
        electricity={day.electricity}
        service={day.service}
        others={[
          { name: t('earnings.service3'), value: day.service3 },
          { name: t('earnings.service4'), value: day.service4 },
        ]}
      />
      {day.partial && <p class="quiet">{t('earnings.partial')}</p>}
      {before !== null && asked && <Why before={before} after={day.day} miner={miner} />}
      {before !== null && !asked && (
        <button type="button" class="button button-quiet" onClick={() => { setAsked(true); }}>
          {t('home.why')}
        </button>
      )}
    </section>
  );
}
