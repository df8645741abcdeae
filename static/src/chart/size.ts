import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Size } from './geometry';

/** The plot's size, and the whole chart's width: the plot and the axis beside it. */
export interface Measured extends Size {
  readonly whole: number;
}

/** Measures an element before it is first painted, and again whenever its size changes. */
export function useSize(): [RefObject<HTMLDivElement>, Measured | null] {
  const plot = useRef<HTMLDivElement>(null);
  const [size, resize] = useState<Measured | null>(null);
  useLayoutEffect(() => {
    const element = plot.current;
    if (element === null) return undefined;
    const measure = (): void => {
      resize((known) => kept(known, measured(element)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [plot as RefObject<HTMLDivElement>, size];
}

function measured(element: HTMLElement): Measured {
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    whole: element.parentElement?.clientWidth ?? element.clientWidth,
    density: window.devicePixelRatio,
  };
}

function kept(known: Measured | null, now: Measured): Measured {
  const same =
    known?.width === now.width &&
    known.height === now.height &&
    known.whole === now.whole &&
    known.density === now.density;
  return same ? known : now;
}
