import type { JSX } from 'preact';

import type { Change } from '../../api/routes';
import { exact } from '../../decimal';
import { day, sats, written } from '../../format';
import { change } from '../../state/data';
import { amountText } from '../../ui/Amount';
import { th } from '../../ui/figures';
import { Loads } from '../../ui/Loads';
import { Skeleton } from '../../ui/Skeleton';
import { locale, t } from '../../words';

type Cause = Change['causes'][number];

/** A tenth of a satoshi: less reads as nothing. */
const SEEN = 10n ** 9n;

/** What moved the net from one day to another. */
export function Why({ before, after, miner }: { before: string; after: string; miner: string }): JSX.Element {
  return (
    <Loads part={change(before, after, miner)} outline={<WhyOutline />}>
      {(found) => (
        <>
          <h3>{t('why.title', { amount: signed(found.difference), day: day(before, locale(), 'short') })}</h3>
          <ul class="causes">
            {found.causes.map((cause) => (
              <CauseRow key={cause.cause} cause={cause} />
            ))}
          </ul>
          <p class="quiet">{t('why.note')}</p>
        </>
      )}
    </Loads>
  );
}

function WhyOutline(): JSX.Element {
  return (
    <div class="why-outline">
      <Skeleton lines={[50, 90, 90, 90, 90, 90, 90, 90, 90]} />
    </div>
  );
}

function CauseRow({ cause }: { cause: Cause }): JSX.Element {
  const amount = exact(cause.amount);
  const way = amount > SEEN ? 'good' : amount < -SEEN ? 'bad' : 'none';
  return (
    <li>
      <span>
        {t(`why.${cause.cause}`)}
        <small>{figures(cause)}</small>
      </span>
      <span class="cause-figures">
        <strong class={`cause-${way}`}>{signed(cause.amount)}</strong>
        <span class={`certainty certainty-${cause.certainty}`}>{t(`why.${cause.certainty}`)}</span>
      </span>
    </li>
  );
}

function signed(text: string): string {
  const amount = exact(text);
  if (amount > -SEEN && amount < SEEN) return amountText(0n);
  return (amount > 0n ? '+' : '') + amountText(amount);
}

/** The cause's own figures on both days, in its own unit. */
function figures({ cause, before, after }: Cause): string {
  if (before === null || after === null) return '';
  const write = WRITERS[cause];
  return `${write(before)} → ${write(after)}`;
}

const WRITERS: Record<Cause['cause'], (text: string) => string> = {
  power: th,
  payout: (text) => `${sats(exact(text), locale(), 2)} ${t('unit.sats')}`,
  btc_price: (text) => `${written(exact(text), { least: 0, most: 0 }, locale())} ${t('unit.usd')}`,
  maintenance: (text) => `${written(exact(text), { least: 4, most: 4 }, locale())} ${t('unit.usd')}`,
};
