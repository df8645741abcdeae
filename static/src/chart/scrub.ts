import type { TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';
import { useRef } from 'preact/hooks';

/** What can be scrubbed through: `count` places, of which one may be chosen. */
export interface Scrubbed {
  readonly count: number;
  readonly at: number | null;
  /** The place at `x` pixels from the left edge. */
  readonly place: (x: number) => number;
  readonly choose: (at: number | null) => void;
}

type PointerHandler = (event: TargetedPointerEvent<HTMLElement>) => void;

interface Handlers {
  onPointerDown: PointerHandler;
  onPointerMove: PointerHandler;
  onPointerUp: PointerHandler;
  onPointerCancel: PointerHandler;
  onKeyDown: (event: TargetedKeyboardEvent<HTMLElement>) => void;
}

interface Grip {
  readonly pointer: number;
  readonly left: number;
  readonly before: number | null;
  at: number | null;
  moved: boolean;
}

/**
 * Chooses by finger, mouse and keyboard.
 *
 * Whoever chooses is told of a place once, however much the pointer moves within it. A touch that
 * turns out to scroll the page leaves the choice as it was; a tap on the chosen place undoes it.
 */
export function useScrub({ count, at, place, choose }: Scrubbed): Handlers {
  const held = useRef<Grip | null>(null);
  const move = (grip: Grip, to: number | null): void => {
    if (grip.at === to) return;
    grip.at = to;
    choose(to);
  };
  const gripOf = (event: PointerEvent): Grip | null =>
    held.current?.pointer === event.pointerId ? held.current : null;
  return {
    onPointerDown(event) {
      if (!event.isPrimary || event.button !== 0) return;
      const plot = event.currentTarget;
      plot.setPointerCapture(event.pointerId);
      const { left } = plot.getBoundingClientRect();
      held.current = { pointer: event.pointerId, left, before: at, at, moved: false };
      move(held.current, place(event.clientX - left));
    },
    onPointerMove(event) {
      const grip = gripOf(event);
      if (grip === null) return;
      const to = place(event.clientX - grip.left);
      grip.moved ||= to !== grip.at;
      move(grip, to);
    },
    onPointerUp(event) {
      const grip = gripOf(event);
      if (grip === null) return;
      held.current = null;
      if (!grip.moved && grip.at === grip.before) move(grip, null);
    },
    onPointerCancel(event) {
      const grip = gripOf(event);
      if (grip === null) return;
      held.current = null;
      move(grip, grip.before);
    },
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const to = stepped(event.key, at, count);
      if (to === undefined) return;
      event.preventDefault();
      if (to !== at) choose(to);
    },
  };
}

const STRIDE = 7;

/** Where a key leads from `at`; `null` chooses nothing, `undefined` is a key of no meaning here. */
export function stepped(key: string, at: number | null, count: number): number | null | undefined {
  const last = count - 1;
  const here = at ?? last; // with nothing chosen the newest is what the page shows
  const to = (place: number): number => Math.max(0, Math.min(last, place));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(here - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return to(here + 1);
    case 'PageDown':
      return to(here - STRIDE);
    case 'PageUp':
      return to(here + STRIDE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'Escape':
      return at === null ? undefined : null;
    default:
      return undefined;
  }
}
