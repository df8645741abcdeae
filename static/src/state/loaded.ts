import { signal, type ReadonlySignal } from '@preact/signals';

import { asFault, type Fault } from '../fault';

/** A part of the page that arrives by itself and may fail by itself. */
export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'ready'; value: T }
  | { state: 'failed'; fault: Fault };

export interface Part<T> {
  readonly now: ReadonlySignal<Loaded<T>>;
  /** Asks (again); the latest question's answer stands, whatever arrives late. */
  load(): Promise<void>;
  /** Asks without showing a skeleton, and keeps what is shown when that fails. */
  refresh(): Promise<void>;
  /** Puts a known value in place. */
  show(value: T): void;
  /** Forgets the value, and whatever is still under way. */
  clear(): void;
}

/** Makes a part from the question to ask; `failed` hears of every failure. */
export function makePart<T>(
  question: () => Promise<T>,
  failed: (fault: Fault) => void = () => undefined,
): Part<T> {
  const now = signal<Loaded<T>>({ state: 'loading' });
  let latest = 0;

  async function ask(keep: boolean): Promise<void> {
    const mine = ++latest;
    if (!keep) now.value = { state: 'loading' };
    let outcome: Loaded<T>;
    try {
      outcome = { state: 'ready', value: await question() };
    } catch (thrown) {
      outcome = { state: 'failed', fault: asFault(thrown) };
    }
    if (mine !== latest) return;
    if (outcome.state === 'ready' || !keep || now.value.state !== 'ready') now.value = outcome;
    if (outcome.state === 'failed') failed(outcome.fault);
  }

  function put(value: Loaded<T>): void {
    latest++;
    now.value = value;
  }

  return {
    now,
    load: () => ask(false),
    refresh: () => ask(true),
    show: (value) => {
      put({ state: 'ready', value });
    },
    clear: () => {
      put({ state: 'loading' });
    },
  };
}
