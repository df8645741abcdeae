import { signal } from '@preact/signals';

import * as api from '../api/routes';
import { openSession } from '../api/session';
import { asFault, type Fault } from '../fault';
import { isSessionOver, isSignInAgain } from '../words/faults';
import { clearPortfolio, loadPortfolio, onPortfolioFault } from './portfolio';

/** Which screen is shown. */
export type Screen =
  | { name: 'outside' }
  | { name: 'starting' }
  | { name: 'stopped'; fault: Fault }
  | { name: 'signedOut'; fault: Fault | null; forgotten?: boolean }
  | { name: 'signedIn'; wallet: api.Wallet };

export const screen = signal<Screen>({ name: 'starting' });
export const firstName = signal('');

/** Opens the session and shows what the user has. */
export async function start(initData: string): Promise<void> {
  screen.value = { name: 'starting' };
  try {
    await openSession(initData);
    const { user, wallet } = await api.me();
    firstName.value = user.firstName;
    if (wallet === null) screen.value = { name: 'signedOut', fault: null };
    else enter(wallet);
  } catch (thrown) {
    screen.value = { name: 'stopped', fault: asFault(thrown) };
  }
}

/** Shows the signed-in page and loads its parts side by side. */
export function enter(wallet: api.Wallet): void {
  screen.value = { name: 'signedIn', wallet };
  loadPortfolio();
}

/** Shows the signed-out page, saying why if it was not the user's wish. */
export function leave(why: { fault?: Fault; forgotten?: boolean } = {}): void {
  clearPortfolio();
  screen.value = { name: 'signedOut', fault: why.fault ?? null, forgotten: why.forgotten ?? false };
}

/** Moves to the screen that a fault calls for; `false` leaves it to whoever met it. */
export function heed(fault: Fault): boolean {
  if (screen.value.name !== 'signedIn') return false;
  if (isSignInAgain(fault)) leave({ fault });
  else if (isSessionOver(fault)) screen.value = { name: 'stopped', fault };
  else return false;
  return true;
}

onPortfolioFault(heed);
