import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

import { watchNearness } from './nearness';

const AGAIN_MS = 3_000;

/** Calls `more` whenever the returned element comes near, and is still near after `rows` changed. */
export function useNearEnd(
  more: () => Promise<void>,
  rows: readonly unknown[],
): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (end.current === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let near = false;
    const ask = (): void => {
      clearTimeout(timer);
      latest.current().catch(() => {
        // Offline, perhaps: the list is still there, so it is only tried again.
        clearTimeout(timer);
        if (near) timer = setTimeout(ask, AGAIN_MS);
      });
    };
    const forget = watchNearness(end.current, ({ isIntersecting }) => {
      near = isIntersecting;
      if (near) ask();
      else clearTimeout(timer);
    });
    return () => {
      forget();
      near = false;
      clearTimeout(timer);
    };
  }, [rows]);
  return end;
}
