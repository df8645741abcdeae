import { makeClaims, useClaim } from './claims';
import { keepTold } from './keep-told';

const guards = makeClaims<true>();

/** Keeps a swipe down from closing the page while the component is mounted and `on`. */
export function useSwipeGuard(on = true): void {
  useClaim(guards, on || null);
}

/** Keeps Telegram told whether swipes may close the page. */
export function startSwipes(): void {
  keepTold('web_app_setup_swipe_behavior', () => [
    { allow_vertical_swipe: guards.winning.value === null },
  ]);
}
