import { useMemo, useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Day } from '../../api/routes';
import type { Bin } from '../../chart/bins';
import { DayChart } from '../../chart/DayChart';
import { decimal } from '../../decimal';
import { day } from '../../format';
import { selection } from '../../telegram/haptics';
import { useSwipeGuard } from '../../telegram/swipes';
import { Amount, amountText } from '../../ui/Amount';
import { locale, t } from '../../words';

interface Props {
  days: readonly Day[];
  chosen: string | null;
  choose: (day: string | null) => void;
}

/** The days' net; a bar of a single day chooses that day. */
export function Chart({ days, chosen, choose }: Props): JSX.Element {
  const [bin, setBin] = useState<Bin | null>(null);
  useSwipeGuard();
  const points = useMemo(
    () => days.map(({ day, net }) => ({ day, value: decimal(net) ?? 0n })).reverse(),
    [days],
  );
  return (
    <section class="card">
      <h2 class="unseen">{t('home.history')}</h2>
      <p class="reading" aria-hidden="true">
        <span class="quiet">{bin ? spanText(bin) : t('earnings.tap')}</span>
        {bin && <strong><Amount btc={bin.value} /></strong>}
      </p>
      <DayChart
        points={points}
        chosen={bin?.to ?? chosen}
        onChoose={(to, picked) => {
          if (picked) selection();
          setBin(picked);
          choose(picked === null || picked.days > 1 ? null : to);
        }}
        label={(each) => `${spanText(each)}: ${amountText(each.value)}`}
        ariaLabel={t('home.history')}
        axis={amountText}
        dayLabel={(iso) => day(iso, locale(), 'short')}
      />
    </section>
  );
}

function spanText({ from, to }: Bin): string {
  if (from === to) return day(to, locale());
  return `${day(from, locale(), 'short')} – ${day(to, locale())}`;
}
