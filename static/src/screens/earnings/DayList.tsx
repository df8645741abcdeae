import { useState } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';

import type { Day } from '../../api/routes';
import { day as dayText } from '../../format';
import { Amount } from '../../ui/Amount';
import { useNearEnd } from '../../ui/useNearEnd';
import { locale, t } from '../../words';

const STEP = 60;

interface Props {
  days: readonly Day[];
  chosen: string | null;
  choose: (day: string | null) => void;
  /** What can be done with all of them. */
  children: ComponentChildren;
}

/** The days as a list, newest first, longer as one scrolls. */
export function DayList({ days, chosen, choose, children }: Props): JSX.Element {
  const [count, setCount] = useState(STEP);
  const end = useNearEnd(() => {
    setCount((shown) => Math.min(days.length, shown + STEP));
    return Promise.resolve();
  }, Math.min(count, days.length));
  return (
    <section class="card">
      <header class="card-head">
        <h2>{t('earnings.days')}</h2>
        {children}
      </header>
      <ul class="rows">
        {days.slice(0, count).map((day) => (
          <li key={day.day} class="day-row">
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
          </li>
        ))}
      </ul>
      <div ref={end} aria-hidden="true" />
    </section>
  );
}
