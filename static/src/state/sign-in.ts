import { signal } from '@preact/signals';

import * as api from '../api/routes';
import { readConfig } from '../config';
import { asFault, Fault } from '../fault';
import type * as Connect from '../wallet/connect';
import { locale } from '../words';
import { enter, leave } from './app';

/** How far a sign-in has come. */
export type Step = 'idle' | 'opening' | 'waiting' | 'checking';

export const step = signal<Step>('idle');
/** Where the TON Connect SDK keeps its connection: without one its chunk need not be loaded. */
const TON_CONNECTION = 'ton-connect-storage_bridge-connection';
let attempt = new AbortController();

/** Connects a wallet, proves it to the server and shows the signed-in page. */
export async function signIn(): Promise<void> {
  attempt = new AbortController();
  const { signal: cancelled } = attempt;
  leave();
  step.value = 'opening';
  try {
    const [{ prove }, first] = await Promise.all([
      walletChunk(),
      api.generatePayload(),
    ]);
    step.value = 'waiting';
    const tonWallet = await prove({ config: readConfig(document), language: locale.value, first, renew: api.generatePayload, cancelled });
    if (tonWallet === null) return;
    step.value = 'checking';
    enter(await api.checkProof(tonWallet));
  } catch (thrown) {
    leave({ fault: asFault(thrown) });
    void disconnect();
  } finally {
    if (attempt.signal === cancelled) step.value = 'idle';
  }
}

/** Gives up the sign-in that waits for the wallet. */
export function cancelSignIn(): void {
  attempt.abort();
  step.value = 'idle';
}

/** Ends the session here, then at the wallet. */
export async function signOut(): Promise<void> {
  await api.signOut();
  leave();
  void disconnect();
}

/** Deletes everything kept about the user, then signs out. */
export async function forgetMe(): Promise<void> {
  await api.forgetMe();
  leave({ forgotten: true });
  void disconnect();
}

async function walletChunk(): Promise<typeof Connect> {
  try {
    return await import('../wallet/connect');
  } catch {
    throw new Fault('offline');
  }
}

/** The wallet's side is closed as far as it can be reached: ours is what counts. */
async function disconnect(): Promise<void> {
  try {
    if (localStorage.getItem(TON_CONNECTION) === null) return;
    await (await walletChunk()).disconnect(readConfig(document));
  } catch {
    // The wallet forgets the connection when it next looks.
  }
}
