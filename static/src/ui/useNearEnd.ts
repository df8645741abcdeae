import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/** How far below the screen the end is when more is asked for. */
const AHEAD = '600px';
const AGAIN_MS = 3_000;

/** Calls `more` whenever the returned element comes near; `length` changes as the list grows. */
export function useNearEnd(more: () => Promise<void>, length: number): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      latest.current().catch(() => {
        // Offline, perhaps: the list is still there, so it is only tried again.
        timer = setTimeout(ask, AGAIN_MS);
      });
    };
    const watching = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) ask();
      },
      { rootMargin: AHEAD },
    );
    if (end.current) watching.observe(end.current);
    return () => {
      watching.disconnect();
      clearTimeout(timer);
    };
  }, [length]);
  return end;
}
