import type { Attempt } from '../api/routes';

const AHEAD_MS = 60_000;
/** The phone's clock may be wrong, so what it says of the server's dates is kept within reason. */
const SOONEST_MS = 30_000;
const LATEST_MS = 10 * 60_000;
const AFTER_FAILURE_MS = 5_000;

/**
 * Offers a payload, and another before each runs out, until the returned function is called.
 *
 * While no fresh one can be had, `null` is offered: better a spinner than a code that fails.
 */
export function renewing(
  first: Attempt,
  renew: () => Promise<Attempt>,
  offer: (attempt: Attempt | null) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  function keep(attempt: Attempt): void {
    offer(attempt);
    const left = Date.parse(attempt.expiresAt) - Date.now() - AHEAD_MS;
    again(Math.min(LATEST_MS, Math.max(SOONEST_MS, left)));
  }

  function again(milliseconds: number): void {
    timer = setTimeout(() => void next(), milliseconds);
  }

  async function next(): Promise<void> {
    try {
      const attempt = await renew();
      if (!stopped) keep(attempt);
    } catch {
      if (stopped) return;
      offer(null);
      again(AFTER_FAILURE_MS);
    }
  }

  keep(first);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
