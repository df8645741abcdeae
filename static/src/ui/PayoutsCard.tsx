import type { JSX } from 'preact';

import type { BtcWallet } from '../api/routes';
import { day } from '../format';
import { payouts } from '../state/portfolio';
import { locale, words } from '../words';
import { BindForm } from './BindForm';
import { Part } from './Part';

/** The bound BTC addresses, and the form that binds another. */
export function PayoutsCard(): JSX.Element {
  const { payouts: said } = words.value;
  return (
    <Part title={said.title} part={payouts} outline={[80, 50]}>
      {(wallets) => (
        <>
          {wallets.length === 0 ? (
            <p class="quiet">{said.none}</p>
          ) : (
            <ul class="rows">
              {wallets.map((wallet) => (
                <Bound key={wallet.id} wallet={wallet} />
              ))}
            </ul>
          )}
          <BindForm another={wallets.length > 0} />
        </>
      )}
    </Part>
  );
}

function Bound({ wallet }: { wallet: BtcWallet }): JSX.Element {
  return (
    <li class="bound">
      <span class="address">{wallet.address}</span>
      <span class="quiet">{words.value.payouts.boundOn(day(wallet.createdAt, locale.value))}</span>
    </li>
  );
}
