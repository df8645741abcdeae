import { effect } from '@preact/signals';

import { type Method, type Params, tell } from './gate';

/**
 * Tells the client what `params` gives now and whenever its signals change.
 *
 * Of the changes of one turn only the last is told: a screen that replaces another must not make
 * a button blink. What the client already knows is not repeated; `known` is what it goes by until
 * it is told anything.
 */
export function keepTold<M extends Method>(
  method: M,
  params: () => Params<M>,
  known?: Params<M>,
): void {
  let latest: Params<M>;
  let told = known === undefined ? '' : JSON.stringify(known);
  let due = false;

  function settle(): void {
    due = false;
    const text = JSON.stringify(latest);
    if (text === told) return;
    told = text;
    tell(method, ...latest);
  }

  effect(() => {
    latest = params();
    if (due) return;
    due = true;
    queueMicrotask(settle);
  });
}
