import { type Method, type Params, tell } from './gate';

/**
 * Touches of the page so soon after a question are still the ones that led to it. Later ones can
 * only be had when nothing of Telegram's lies over the page any more.
 */
const SETTLING_MS = 1_000;

const open = new Map<Method, () => void>();

/**
 * Asks the user something through the client and returns the answer.
 *
 * Not every client says that its popup or scanner was closed, so `otherwise` is the answer when
 * the page is used again or goes away, and when the same is asked anew.
 */
export function asked<T, M extends Method>(
  method: M,
  params: Params<M>,
  otherwise: T,
  listen: (answer: (given: T) => void) => readonly (() => void)[],
): Promise<T> {
  open.get(method)?.();
  return new Promise((resolve) => {
    const since = Date.now();
    const settle = (given: T): void => {
      for (const end of undo) end();
      if (open.get(method) === giveUp) open.delete(method);
      resolve(given);
    };
    const giveUp = (): void => {
      settle(otherwise);
    };
    const touched = (): void => {
      if (Date.now() - since > SETTLING_MS) giveUp();
    };
    const undo = [
      ...listen(settle),
      listening('pointerdown', touched),
      listening('pagehide', giveUp),
    ];
    open.set(method, giveUp);
    if (!tell(method, ...params)) giveUp();
  });
}

function listening(event: 'pointerdown' | 'pagehide', listener: () => void): () => void {
  window.addEventListener(event, listener);
  return () => {
    window.removeEventListener(event, listener);
  };
}
