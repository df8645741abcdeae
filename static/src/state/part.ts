import type { ReadonlySignal } from '@preact/signals';

import type { Fault } from '../fault';

/**
 * A part of the page that arrives by itself and may fail by itself.
 *
 * What was shown once stays while it is asked for again; `fault` says that this failed, `at` is
 * when the value came, in milliseconds.
 */
export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'ready'; value: T; at: number; fault: Fault | null }
  | { state: 'failed'; fault: Fault };

export interface Part<T> {
  readonly now: ReadonlySignal<Loaded<T>>;
  /** Asks with a skeleton in place; the latest question's answer stands, whatever arrives late. */
  load(): Promise<void>;
  /** Asks without a skeleton, and keeps what is shown when that fails. */
  refresh(): Promise<void>;
  /** Loads or refreshes what is missing or old, now and on `refreshWatched`; returns the end of it. */
  watch(): () => void;
  /** Puts in place what the shown value has become by an addition: it is as old, and has its fault. */
  extend(value: T): void;
  /** Waits until no question is under way. */
  settled(): Promise<void>;
}
