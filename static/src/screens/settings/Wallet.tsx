import type { JSX } from 'preact';

import { readConfig } from '../../config';
import { day } from '../../format';
import type { Wallet as Linked } from '../../state/app';
import { signOut } from '../../state/sign-in';
import { followLink } from '../../telegram/links';
import { confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/Icon';
import { locale, t } from '../../words';
import { useLeaving } from './useLeaving';

const TESTNET = '-3';

/** The TON wallet that signed in, and the way out. */
export function Wallet({ wallet }: { wallet: Linked }): JSX.Element {
  const [leaving, busy, wrong] = useLeaving();
  const { explorerUrl } = readConfig(document);

  async function asked(): Promise<void> {
    const question = {
      title: t('settings.signOutTitle'),
      message: t('settings.signOutText'),
      ok: t('settings.signOut'),
      cancel: t('app.cancel'),
    };
    if (await confirm(question)) await leaving(signOut);
  }

  return (
    <section class="card">
      <header class="card-head">
        <h2>{t('settings.wallet')}</h2>
        {wallet.chain === TESTNET && <span class="chip">{t('settings.testnet')}</span>}
      </header>
      <p class="address">{wallet.friendlyAddress}</p>
      <p class="quiet">
        {t('settings.since', { app: wallet.appName, date: day(wallet.linkedAt, locale()) })}
      </p>
      {explorerUrl && (
        <a class="link" href={`${explorerUrl}/${wallet.friendlyAddress}`} onClick={followLink}>
          {t('settings.explorer')} <Icon name="outside" />
        </a>
      )}
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
      <button type="button" class="button button-quiet" disabled={busy} onClick={() => void asked()}>
        {t('settings.signOut')}
      </button>
    </section>
  );
}
