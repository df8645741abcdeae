import type { JSX } from 'preact';

import type { Wallet } from '../api/routes';
import { shortened } from '../format';
import { firstName } from '../state/app';
import { words } from '../words';
import { IncomeCard } from './IncomeCard';
import { MinersCard } from './MinersCard';
import { Outage } from './Outage';
import { PayoutsCard } from './PayoutsCard';
import { PowerCard } from './PowerCard';
import { WalletCard } from './WalletCard';

/** What the user has. */
export function SignedIn({ wallet }: { wallet: Wallet }): JSX.Element {
  return (
    <main class="screen">
      <header class="top">
        <h1>{firstName.value ? words.value.greeting(firstName.value) : words.value.title}</h1>
        <a class="chip" href="#wallet" onClick={scrollToWallet}>
          {shortened(wallet.friendlyAddress)}
        </a>
      </header>
      <Outage />
      <PowerCard />
      <IncomeCard />
      <MinersCard />
      <PayoutsCard />
      <WalletCard wallet={wallet} />
    </main>
  );
}

/** Scrolls without touching the address: its fragment holds Telegram's launch parameters. */
function scrollToWallet(event: Event): void {
  event.preventDefault();
  document.getElementById('wallet')?.scrollIntoView({ behavior: 'smooth' });
}
