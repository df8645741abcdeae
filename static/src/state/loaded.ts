import { signal } from '@preact/signals';

import { asFault, type Fault } from '../fault';
import { heed } from './heed';
import type { Loaded, Part } from './part';

/** Milliseconds after which a value is asked for again when somebody looks at it. */
const OLD = 60_000;
/** The server may never have heard the question. */
const UNANSWERED = new Set(['offline', 'no_answer']);

/** What the page does to its parts as a whole. */
interface Reins {
  clear: () => void;
  freshen: () => void;
}

const all = new Set<Reins>();

/** Asks again for what is shown and old, such as after a night in the background. */
export function refreshWatched(): void {
  for (const part of all) part.freshen();
}

/** Forgets every part, and whatever is still under way. */
export function clearAll(): void {
  for (const part of all) part.clear();
}

/** Forgets every part, and asks again for what is shown. */
export function renewAll(): void {
  clearAll();
  refreshWatched();
}

/** Makes a part from the question to ask. */
export function makePart<T>(question: () => Promise<T>): Part<T> {
  return harnessed(question).part;
}

function harnessed<T>(question: () => Promise<T>): { part: Part<T>; reins: Reins } {
  const now = signal<Loaded<T>>({ state: 'loading' });
  let latest = 0;
  let asking = false;
  let underWay = Promise.resolve();
  let returns = 0;
  let watchers = 0;

  async function ask(keep: boolean): Promise<void> {
    const mine = ++latest;
    const returnsBefore = returns;
    asking = true;
    if (!keep) now.value = { state: 'loading' };
    let outcome: Loaded<T>;
    try {
      outcome = { state: 'ready', value: await question(), at: Date.now(), fault: null };
    } catch (thrown) {
      const fault = asFault(thrown);
      // A phone breaks off what is under way when it sleeps, and says so when it wakes.
      const slept = returns > returnsBefore && UNANSWERED.has(fault.code);
      if (slept && mine === latest) return ask(keep);
      outcome = failed(now.value, fault);
    }
    if (mine !== latest) return;
    asking = false;
    now.value = outcome;
    if (outcome.state !== 'loading' && outcome.fault) heed(outcome.fault);
  }

  function begin(keep: boolean): Promise<void> {
    return (underWay = ask(keep));
  }

  function freshen(): void {
    const is = now.value;
    returns++;
    if (watchers === 0 || asking) return;
    if (is.state !== 'ready' || is.fault || Date.now() - is.at > OLD) void begin(is.state === 'ready');
  }

  const reins: Reins = {
    freshen,
    clear: () => {
      latest++;
      asking = false;
      now.value = { state: 'loading' };
    },
  };
  all.add(reins);
  const part: Part<T> = {
    now,
    load: () => begin(false),
    refresh: () => begin(true),
    extend: (value) => {
      if (now.value.state === 'ready') now.value = { ...now.value, value };
    },
    settled: async () => {
      while (asking) await underWay;
    },
    watch: () => {
      watchers++;
      freshen();
      return () => {
        watchers--;
      };
    },
  };
  return { part, reins };
}

function failed<T>(shown: Loaded<T>, fault: Fault): Loaded<T> {
  return shown.state === 'ready' ? { ...shown, fault } : { state: 'failed', fault };
}

/** Makes one part per key when it is first asked for; beyond `most` the oldest gives way. */
export function makeParts<T>(question: (key: string) => Promise<T>, most = 12): (key: string) => Part<T> {
  const made = new Map<string, { part: Part<T>; reins: Reins }>();
  return (key) => {
    const found = made.get(key) ?? harnessed(() => question(key));
    made.delete(key);
    made.set(key, found);
    for (const [oldest, { reins }] of made) {
      if (made.size <= most) break;
      made.delete(oldest);
      all.delete(reins);
    }
    return found.part;
  };
}
