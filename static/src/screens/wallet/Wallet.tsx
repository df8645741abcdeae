import type { JSX } from 'preact';

import './wallet.css';
import type { BtcWallet } from '../../api/routes';
import { localDay } from '../../format';
import { wallets } from '../../state/data';
import { Loads } from '../../ui/Loads';
import { Skeleton } from '../../ui/Skeleton';
import { Top } from '../../ui/Top';
import { locale, t } from '../../words';
import { BindForm } from './BindForm';
import { kindText } from './kind';

/** The Bitcoin addresses that income goes to, and binding another. */
export function Wallet(): JSX.Element {
  return (
    <main class="screen">
      <Top title={t('tab.wallet')} />
      <section class="card">
        <h2>{t('wallet.bound')}</h2>
        <Loads part={wallets} outline={<Skeleton lines={[80, 50]} />}>
          {(bound) =>
            bound.length === 0 ? (
              <p class="quiet">{t('wallet.none')}</p>
            ) : (
              <ul class="rows">
                {bound.map((wallet) => (
                  <Bound key={wallet.id} wallet={wallet} />
                ))}
              </ul>
            )
          }
        </Loads>
      </section>
      <BindForm />
    </main>
  );
}

function Bound({ wallet }: { wallet: BtcWallet }): JSX.Element {
  return (
    <li class="bound">
      <span class="address">{wallet.address}</span>
      <span class="quiet">
        {t('wallet.boundOn', { kind: kindText(wallet.kind), date: localDay(wallet.createdAt, locale()) })}
      </span>
    </li>
  );
}
