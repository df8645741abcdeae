import { signal } from '@preact/signals';

import { openSession, type Opened } from '../api/session';
import { asFault, type Fault } from '../fault';
import type { Launch } from '../telegram/launch';
import { isSessionOver, isSignInAgain } from '../words/faults';
import { onFault } from './heed';
import { clearAll } from './loaded';
import { prefer } from './preferences';
import { deepLink, open } from './route';

/** What the user did that the signed-out page tells them is done. */
export type Done = 'signIn.forgotten' | 'signIn.everywhere';

export type Wallet = NonNullable<Opened['wallet']>;

/** How far the user has come: the screens of `route` are for those who are signed in. */
export type Phase =
  | { name: 'outside' }
  | { name: 'starting' }
  | { name: 'stopped'; fault: Fault }
  | { name: 'signedOut'; fault: Fault | null; done: Done | null }
  | { name: 'signedIn'; wallet: Wallet };

export const phase = signal<Phase>({ name: 'starting' });
export const firstName = signal('');

/** Opens the session, and the screen that the link asked for. */
export async function start(launch: Launch): Promise<void> {
  phase.value = { name: 'starting' };
  open(deepLink(launch.startParam));
  try {
    const { user, wallet, preferences } = await openSession(launch.initData);
    firstName.value = user.firstName;
    prefer(preferences);
    if (wallet === null) leave();
    else enter(wallet);
  } catch (thrown) {
    phase.value = { name: 'stopped', fault: asFault(thrown) };
  }
}

/** Shows what the user has; each screen asks for its own parts. */
export function enter(wallet: Wallet): void {
  phase.value = { name: 'signedIn', wallet };
}

/**
 * Shows the signed-out page, saying why if it was not the user's wish; with a session that is over
 * nobody can sign in there either.
 */
export function leave(why: { fault?: Fault; done?: Done } = {}): void {
  clearAll();
  const { fault = null, done = null } = why;
  const over = fault !== null && isSessionOver(fault);
  phase.value = over ? { name: 'stopped', fault } : { name: 'signedOut', fault, done };
}

/** Moves to the phase that a fault calls for. */
function moved(fault: Fault): boolean {
  const leads = isSignInAgain(fault) || isSessionOver(fault);
  if (!leads || phase.value.name !== 'signedIn') return false;
  leave({ fault });
  return true;
}

onFault(moved);
