/**
 * What is left of a sign-in when the page is closed half-way, as it may be while its user is in
 * the wallet's app. Kept where the SDK keeps its own side, so both are there or neither.
 */

/** As long as the server takes the payload; told by the phone's clock at both ends. */
const LIFETIME_MS = 15 * 60_000;
const BEGUN = 'sign-in-begun';
/** The SDK's own key. */
const CONNECTION = 'ton-connect-storage_bridge-connection';

/** A wallet that was asked through a bridge may still answer; any other answer is lost. */
export type Unfinished = { wait: number } | 'interrupted' | null;

/** The browser's storage; `null` in a frame for which it keeps nothing. */
export function pageStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Notes that a wallet is about to be asked. */
export function begin(storage: Storage | null, now: number): void {
  try {
    storage?.setItem(BEGUN, String(now));
  } catch {
    // No room, or none given to a private window: then there is nothing to go on with later.
  }
}

/** Notes that the sign-in is over, whatever came of it. */
export function finish(storage: Storage | null): void {
  storage?.removeItem(BEGUN);
}

/** Returns what an earlier page left unfinished: how long, in ms, an answer is worth waiting for. */
export function unfinished(storage: Storage | null, now: number): Unfinished {
  const begun = storage?.getItem(BEGUN) ?? '';
  const age = begun === '' ? NaN : now - Number(begun);
  if (!(age >= 0 && age < LIFETIME_MS)) return null;
  return connection(storage) === 'asked' ? { wait: LIFETIME_MS - age } : 'interrupted';
}

/** Returns what the SDK keeps: a wallet asked through a bridge, a wallet connected, or nothing. */
export function connection(storage: Storage | null): 'none' | 'asked' | 'connected' {
  const kept = storage?.getItem(CONNECTION) ?? null;
  if (kept === null) return 'none';
  try {
    const { type, connectEvent } = JSON.parse(kept) as Record<string, unknown>;
    return type === 'http' && connectEvent === undefined ? 'asked' : 'connected';
  } catch {
    return 'connected';
  }
}

/** Makes the SDK forget the wallet that it asked; `false` if there was none. */
export function forgetAsked(storage: Storage | null): boolean {
  const asked = connection(storage) === 'asked';
  if (asked) storage?.removeItem(CONNECTION);
  return asked;
}
