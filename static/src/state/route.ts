import { computed, signal } from '@preact/signals';

/** Where the user is, once signed in. */
export type Route =
  | { name: 'home' }
  | { name: 'earnings'; day?: string; miner?: string }
  | { name: 'miners' }
  | { name: 'miner'; id: string }
  | { name: 'forecast' }
  | { name: 'more' }
  | { name: 'offers' }
  | { name: 'wallet' }
  | { name: 'settings' };

interface Visit {
  route: Route;
  /** How far the screen was scrolled when the user left it. */
  scrolled: number;
}

const visits = signal<readonly Visit[]>([{ route: { name: 'home' }, scrolled: 0 }]);

const latest = computed<Visit>(
  () => visits.value[visits.value.length - 1] ?? { route: { name: 'home' }, scrolled: 0 },
);
/** The screen that is shown. */
export const route = computed(() => latest.value.route);
/** Where the shown screen is to be scrolled to. */
export const scrolled = computed(() => latest.value.scrolled);
export const canGoBack = computed(() => visits.value.length > 1);

let moved = false;

/** Whether the user has gone anywhere since the screens of the link were opened. */
export function hasMoved(): boolean {
  return moved;
}

/** Goes deeper; `back` returns here. */
export function go(to: Route): void {
  moved = true;
  const here = { ...latest.value, scrolled: window.scrollY };
  visits.value = [...visits.value.slice(0, -1), here, { route: to, scrolled: 0 }];
}

/** Changes over to another branch, such as a tab. */
export function change(to: Route): void {
  moved = true;
  visits.value = [{ route: to, scrolled: 0 }];
}

export function back(): void {
  if (!canGoBack.value) return;
  moved = true;
  visits.value = visits.value.slice(0, -1);
}

const PLAIN = ['home', 'earnings', 'miners', 'forecast', 'more', 'offers', 'wallet', 'settings'] as const;

/** Reads Telegram's `startapp` parameter: `miners`, `miner-123`, `earnings-2026-11-21`. */
export function deepLink(startParam: string): readonly Route[] {
  const plain = PLAIN.find((name) => name === startParam);
  if (plain !== undefined) return within({ name: plain });
  const [, id] = /^miner-(\d{1,19})$/.exec(startParam) ?? [];
  if (id !== undefined) return [{ name: 'miners' }, { name: 'miner', id }];
  const [, day] = /^earnings-(\d{4}-\d{2}-\d{2})$/.exec(startParam) ?? [];
  if (day !== undefined) return [{ name: 'earnings', day }];
  return [{ name: 'home' }];
}

/** Opens the screens of a deep link, the last on top. */
export function open(routes: readonly Route[]): void {
  moved = false;
  visits.value = routes.map((route) => ({ route, scrolled: 0 }));
}

function within(to: Route): readonly Route[] {
  const deeper = to.name === 'offers' || to.name === 'wallet' || to.name === 'settings';
  return deeper ? [{ name: 'more' }, to] : [to];
}
