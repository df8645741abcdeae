import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Day } from '../../api/routes';
import { NetChart } from '../../ui/NetChart';
import { t } from '../../words';

interface Props {
  /** Newest first. */
  days: readonly Day[];
  chosen: string | null;
  choose: (day: string | null) => void;
}

/** The days' net; a bar of a single day chooses that day. */
export function Chart({ days, chosen, choose }: Props): JSX.Element {
  const oldestFirst = useMemo(() => [...days].reverse(), [days]);
  return (
    <section class="card">
      <h2 class="unseen">{t('home.history')}</h2>
      <NetChart
        days={oldestFirst}
        name={t('home.history')}
        atRest={<span class="quiet">{t('earnings.tap')}</span>}
        chosen={chosen}
        onChoose={choose}
      />
    </section>
  );
}
