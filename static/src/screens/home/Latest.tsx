import type { JSX } from 'preact';

import type { Home, Money } from '../../api/routes';
import { exact, ONE } from '../../decimal';
import { day, signedPercent } from '../../format';
import { go } from '../../state/route';
import { Amount, Worth } from '../../ui/Amount';
import { clock } from '../../ui/clock';
import { Icon } from '../../ui/Icon';
import { Way } from '../../ui/Way';
import { locale, t } from '../../words';

type Earnings = NonNullable<Home['earnings']['value']>;
type LatestDay = NonNullable<Earnings['latest']>;

/** The least share that is up or down: less is how any day differs from another. */
const NOTEWORTHY = ONE / 100n;

interface Props {
  earnings: Earnings | null;
  /** The net that the miners should earn a day; `null` where that cannot be told. */
  expected: Money | null;
}

/** What the latest day brought, why, and what the next should bring. */
export function Latest({ earnings, expected }: Props): JSX.Element {
  const latest = earnings?.latest ?? null;
  return (
    <section class="card latest">
      {earnings === null || latest === null ? (
        <>
          <h2>{t('home.yesterday')}</h2>
          <p class="quiet">{earnings === null ? t('app.absent') : t('home.first', { from: clock(2), to: clock(5) })}</p>
        </>
      ) : (
        <Told latest={latest} change={earnings.change} />
      )}
      {(latest !== null || expected !== null) && <Ways latest={latest} expected={expected} />}
    </section>
  );
}

function Told({ latest, change }: { latest: LatestDay; change: string | null }): JSX.Element {
  return (
    <>
      <h2>{isYesterday(latest.day) ? t('home.yesterday') : day(latest.day, locale(), 'full')}</h2>
      <p class="headline">
        <Amount btc={latest.net.btc} />
      </p>
      <p class="latest-line">
        <Worth money={latest.net} />
        <Trend change={change} />
      </p>
      {latest.partial && <p class="quiet">{t('home.partial', { time: clock(5) })}</p>}
    </>
  );
}

function Ways({ latest, expected }: { latest: LatestDay | null; expected: Money | null }): JSX.Element {
  return (
    <div class="ways">
      {latest !== null && (
        <Way
          text={t('home.why')}
          onPress={() => {
            go({ name: 'earnings', day: latest.day });
          }}
        />
      )}
      {expected !== null && (
        <Way
          text={t('home.expected')}
          figure={<Amount btc={expected.btc} />}
          onPress={() => {
            go({ name: 'forecast' });
          }}
        />
      )}
    </div>
  );
}

function Trend({ change }: { change: string | null }): JSX.Element | null {
  if (change === null) return null;
  const share = exact(change);
  const way = share >= NOTEWORTHY ? 'up' : share <= -NOTEWORTHY ? 'down' : 'even';
  return (
    <span class={`trend trend-${way}`}>
      {way !== 'even' && <Icon name={way} />}
      {t('home.trend', { change: signedPercent(share, locale()) })}
    </span>
  );
}

function isYesterday(iso: string): boolean {
  const before = new Date(Date.now() - 24 * 60 * 60 * 1000);
  return before.toISOString().slice(0, 10) === iso;
}
