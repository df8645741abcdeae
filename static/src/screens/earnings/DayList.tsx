import type { ComponentChildren, JSX } from 'preact';

import type { Day } from '../../api/routes';
import { day as dayText } from '../../format';
import { Amount } from '../../ui/Amount';
import { LongList } from '../../ui/LongList';
import { locale, t } from '../../words';

interface Props {
  days: readonly Day[];
  chosen: string | null;
  choose: (day: string | null) => void;
  /** What can be done with all of them. */
  children: ComponentChildren;
}

/** The days as a list, newest first. */
export function DayList({ days, chosen, choose, children }: Props): JSX.Element {
  return (
    <section class="card">
      <header class="card-head">
        <h2>{t('earnings.days')}</h2>
        {children}
      </header>
      <LongList name="days" rows={days} total={days.length} tall={57}>
        {(day) => (
          <button
            type="button"
            class="day"
            aria-pressed={day.day === chosen}
            onClick={() => {
              choose(day.day === chosen ? null : day.day);
            }}
          >
            <span>{dayText(day.day, locale())}</span>
            <span class="cause-figures">
              <strong><Amount btc={day.net} /></strong>
              <small>{t('earnings.ofGross')} <Amount btc={day.gross} /></small>
            </span>
          </button>
        )}
      </LongList>
    </section>
  );
}
