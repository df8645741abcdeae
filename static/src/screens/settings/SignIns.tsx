import type { JSX } from 'preact';

import type { SignIn } from '../../api/routes';
import { moment, shortened } from '../../format';
import { signIns } from '../../state/data';
import { signOutEverywhere } from '../../state/sign-in';
import { Act } from '../../ui/Act';
import { confirm } from '../../ui/Confirm';
import { Loads } from '../../ui/Loads';
import { Skeleton } from '../../ui/Skeleton';
import { locale, t } from '../../words';
import { useLeaving } from './useLeaving';

/** Rows that are shown before one asks for the others. */
const AT_ONCE = 3;

/** Platforms by their own names; any other is a browser to us. */
const PLATFORMS: Partial<Record<string, string>> = {
  iphone: 'iPhone',
  ipad: 'iPad',
  android: 'Android',
  windows: 'Windows',
  mac: 'Mac',
  linux: 'Linux',
};

/** Who signed in as the user, and the end of every session. */
export function SignIns(): JSX.Element {
  const [leaving, busy, wrong] = useLeaving();

  async function asked(): Promise<void> {
    const question = {
      title: t('signIns.everywhereTitle'),
      message: t('signIns.everywhereText'),
      ok: t('signIns.everywhere'),
      cancel: t('app.cancel'),
      destructive: true,
    };
    if (await confirm(question)) await leaving(signOutEverywhere);
  }

  return (
    <section class="card">
      <h2>{t('signIns.title')}</h2>
      <p class="quiet">{t('signIns.text')}</p>
      <Loads part={signIns} outline={<Skeleton lines={[50, 90, 50, 90]} />}>
        {(all) => (all.length === 0 ? <p>{t('signIns.none')}</p> : <List all={all} />)}
      </Loads>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
      <div class="ways">
        <Act icon="leave" text={t('signIns.everywhere')} danger disabled={busy} onPress={() => void asked()} />
      </div>
    </section>
  );
}

function List({ all }: { all: SignIn[] }): JSX.Element {
  const earlier = all.slice(AT_ONCE);
  return (
    <>
      <Rows of={all.slice(0, AT_ONCE)} />
      {earlier.length > 0 && (
        <details>
          <summary>{t('signIns.earlier')}</summary>
          <Rows of={earlier} />
        </details>
      )}
    </>
  );
}

function Rows({ of: rows }: { of: SignIn[] }): JSX.Element {
  return (
    <ul class="rows">
      {rows.map(({ at, friendlyAddress, appName, platform, door }, index) => (
        <li key={index} class="sign-in">
          <strong>{t('signIns.device', { app: appName, platform: PLATFORMS[platform] ?? t('signIns.browser') })}</strong>
          <time class="quiet" dateTime={at}>{moment(at, locale())}</time>
          <span class="shortened">{shortened(friendlyAddress)}</span>
          <span class="quiet">{t(`signIns.door.${door}`)}</span>
        </li>
      ))}
    </ul>
  );
}
