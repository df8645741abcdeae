import { signal, type ReadonlySignal } from '@preact/signals';

/** Milliseconds that an input is given to settle. */
const SETTLE = 120;
/** Milliseconds between two questions: the server answers 240 of them a minute. */
const APART = 250;

export interface Paced {
  /** Whether a question is under way, or about to be. */
  readonly busy: ReadonlySignal<boolean>;
  /** Has the question asked soon; once, however often this is called until then. */
  nudge(): void;
}

/** Asks after what changes often: one question at a time, the last one about the last change. */
export function makePaced(ask: () => Promise<void>): Paced {
  const busy = signal(false);
  let wanted = false;
  let askedAt = 0;

  async function run(): Promise<void> {
    busy.value = true;
    while (wanted) {
      await pause(Math.max(SETTLE, askedAt + APART - Date.now()));
      wanted = false;
      askedAt = Date.now();
      await ask();
    }
    busy.value = false;
  }

  return {
    busy,
    nudge: () => {
      wanted = true;
      if (!busy.peek()) void run();
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => {
    setTimeout(resume, ms);
  });
}
