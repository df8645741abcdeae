import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** What mounted components wish of a thing there is one of. */
export interface Claims<T> {
  /** The wish of whoever was mounted last and has one. */
  readonly winning: ReadonlySignal<T | null>;
  claim: () => Claim<T>;
}

interface Claim<T> {
  put: (wish: T | null) => void;
  end: () => void;
}

/** Makes a thing that components can wish something of. */
export function makeClaims<T>(): Claims<T> {
  const wishes = signal<ReadonlyMap<symbol, T | null>>(new Map());
  return {
    winning: computed(() => [...wishes.value.values()].reduce((won, wish) => wish ?? won, null)),
    claim: () => {
      const mine = Symbol('claim');
      const put = (wish: T | null): void => {
        wishes.value = new Map(wishes.peek()).set(mine, wish);
      };
      put(null);
      return {
        put,
        end: () => {
          wishes.value = new Map([...wishes.peek()].filter(([whose]) => whose !== mine));
        },
      };
    },
  };
}

/** Keeps a wish while the component is mounted; `null` wishes nothing. */
export function useClaim<T>(claims: Claims<T>, wish: T | null): void {
  const held = useRef<Claim<T> | null>(null);
  // Layout effects: a screen's end and the next one's beginning fall into one turn.
  useLayoutEffect(() => {
    const claim = claims.claim();
    held.current = claim;
    return claim.end;
  }, [claims]);
  useLayoutEffect(() => {
    held.current?.put(wish);
  });
}
