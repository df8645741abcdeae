import type { JSX } from 'preact';

import { readConfig } from '../../config';
import { localDay } from '../../format';
import type { Wallet as Linked } from '../../state/app';
import { signOut } from '../../state/sign-in';
import { Act, Leave } from '../../ui/Act';
import { confirm } from '../../ui/Confirm';
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
        {t('settings.since', { app: wallet.appName, date: localDay(wallet.linkedAt, locale()) })}
      </p>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
      <div class="ways">
        {explorerUrl && (
          <Leave icon="outside" text={t('settings.explorer')} href={`${explorerUrl}/${wallet.friendlyAddress}`} />
        )}
        <Act icon="leave" text={t('settings.signOut')} disabled={busy} onPress={() => void asked()} />
      </div>
    </section>
  );
}
