import type { JSX } from 'preact';

import type { Home } from '../../api/routes';
import { decimal, ONE } from '../../decimal';
import { day, signedPercent } from '../../format';
import { go } from '../../state/route';
import { Amount, Worth } from '../../ui/Amount';
import { Icon } from '../../ui/Icon';
import { locale, t } from '../../words';

type Earnings = NonNullable<Home['earnings']['value']>;

/** The least share that is written as more than none: a tenth of a percent. */
const NOTEWORTHY = ONE / 1000n;

/** The net of the latest day, against the week before it. */
export function Latest({ earnings }: { earnings: Earnings | null }): JSX.Element {
  const latest = earnings?.latest ?? null;
  if (earnings === null || latest === null) {
    return (
      <section class="card latest">
        <h2>{t('home.yesterday')}</h2>
        <p class="quiet">{earnings === null ? t('app.absent') : t('home.first', { from: clock(2), to: clock(5) })}</p>
      </section>
    );
  }
  return (
    <section class="card latest">
      <h2>{isYesterday(latest.day) ? t('home.yesterday') : day(latest.day, locale(), 'full')}</h2>
      <p class="headline">
        <Amount btc={latest.net.btc} />
      </p>
      <p class="latest-line">
        <Worth money={latest.net} />
        <Trend change={earnings.change} />
      </p>
      {latest.partial && <p class="quiet">{t('home.partial', { time: clock(5) })}</p>}
      <button
        type="button"
        class="link"
        onClick={() => {
          go({ name: 'earnings', day: latest.day });
        }}
      >
        {t('home.why')}
      </button>
    </section>
  );
}

function Trend({ change }: { change: string | null }): JSX.Element | null {
  const share = change === null ? null : decimal(change);
  if (share === null) return null;
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

/** An hour of UTC as the user's own clock shows it today. */
function clock(hour: number): string {
  const then = new Date();
  then.setUTCHours(hour, 0, 0, 0);
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(then);
}
