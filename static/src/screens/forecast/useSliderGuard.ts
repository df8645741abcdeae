import { useEffect, useState } from 'preact/hooks';
import type { TargetedPointerEvent } from 'preact';

import { useSwipeGuard } from '../../telegram/swipes';

const SLIDERS = 'input[type=range], [role=slider]';

/** Keeps a swipe from closing the page as long as a slider within the element is touched. */
export function useSliderGuard(): { onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => void } {
  const [held, hold] = useState(false);
  useSwipeGuard(held);
  useEffect(() => {
    if (!held) return undefined;
    const end = (): void => {
      hold(false);
    };
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
    return () => {
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
    };
  }, [held]);
  return {
    onPointerDown: ({ target }) => {
      if (target instanceof Element && target.closest(SLIDERS)) hold(true);
    },
  };
}
