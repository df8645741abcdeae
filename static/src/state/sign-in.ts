import { signal } from '@preact/signals';

import * as api from '../api/routes';
import { readConfig, type Config } from '../config';
import { asFault, Fault } from '../fault';
import type * as Connect from '../wallet/connect';
import { begin, connection, finish, pageStorage, unfinished } from '../wallet/unfinished';
import { locale } from '../words';
import { enter, leave, type Done } from './app';
import { startOver } from './code';
import { forgetPreferences } from './preferences';
import { open } from './route';

/** How far a sign-in has come. */
export type Step = 'idle' | 'opening' | 'waiting' | 'checking';

export const step = signal<Step>('idle');
let attempt = new AbortController();
/** Whether a press on the button has already failed to fetch the wallet's side. */
let missed = false;

/** Connects a wallet, proves it to the server and shows the signed-in page. */
export async function signIn(): Promise<void> {
  begin(pageStorage(), Date.now());
  await through(async (cancelled) => {
    const config = readConfig(document);
    const [{ prove }, first] = await Promise.all([unconnected(config), api.generatePayload()]);
    step.value = 'waiting';
    return prove({ config, language: locale(), first, renew: api.generatePayload, cancelled });
  });
}

/**
 * Goes on with the sign-in that an earlier page left half-way, or says that it was interrupted
 * where the wallet's answer is lost; does nothing when there is none.
 */
export async function resumeSignIn(): Promise<void> {
  if (step.value !== 'idle') return;
  const left = unfinished(pageStorage(), Date.now());
  if (left === null) return;
  if (left === 'interrupted') {
    finish(pageStorage());
    leave({ fault: new Fault('sign_in_interrupted') });
    void disconnect();
    return;
  }
  await through(async (cancelled) => {
    const { resume } = await walletChunk();
    step.value = 'waiting';
    return resume({ config: readConfig(document), wait: left.wait, cancelled });
  });
}

/** Takes the wallet's answer to the server; whatever goes wrong is told on the signed-out page. */
async function through(answer: (cancelled: AbortSignal) => Promise<api.TonWallet | null>): Promise<void> {
  attempt = new AbortController();
  const { signal: cancelled } = attempt;
  leave();
  step.value = 'opening';
  try {
    const tonWallet = await answer(cancelled);
    if (tonWallet === null) return;
    step.value = 'checking';
    enter(await api.checkProof(tonWallet));
  } catch (thrown) {
    // What a page asked fails just before the page is gone: then its sign-in is not over, but to
    // be gone on with, and nothing after this line happens.
    await new Promise((turn) => setTimeout(turn));
    const fault = asFault(thrown);
    leave({ fault });
    // From a wallet on another network the SDK has parted by itself, and twice would be an error.
    if (fault.code !== 'wallet_wrong_network') void disconnect();
  } finally {
    if (attempt.signal === cancelled) {
      step.value = 'idle';
      finish(pageStorage());
    }
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
  part();
}

/** Deletes everything kept about the user, then signs out. */
export async function forgetMe(): Promise<void> {
  await api.forgetMe();
  forgetPreferences();
  part({ done: 'signIn.forgotten' });
}

/** Ends every session of the user but this one, which is signed out like the others. */
export async function signOutEverywhere(): Promise<void> {
  await api.signOutEverywhere();
  part({ done: 'signIn.everywhere' });
}

function part(why: { done?: Done } = {}): void {
  finish(pageStorage()); // what an earlier page left, if the server was quicker than its end
  leave(why);
  open([{ name: 'home' }]); // whoever signs in next begins there
  void disconnect();
}

/** Returns what connects a wallet, with none connected. */
async function unconnected(config: Config): Promise<typeof Connect> {
  const wallet = await chunkOrNewPage();
  await wallet.disconnect(config);
  return wallet;
}

async function chunkOrNewPage(): Promise<typeof Connect> {
  try {
    return await walletChunk();
  } catch (thrown) {
    if (missed) {
      finish(pageStorage()); // no wallet was asked
      await startOver();
    }
    missed = true;
    throw thrown;
  }
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
    if (connection(pageStorage()) === 'none') return; // nothing to load the chunk for
    await (await walletChunk()).disconnect(readConfig(document));
  } catch {
    // The wallet forgets the connection when it next looks.
  }
}
