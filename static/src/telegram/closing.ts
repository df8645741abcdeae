import { makeClaims, useClaim } from './claims';
import { keepTold } from './keep-told';

const unsaved = makeClaims<true>();

/** Has the user asked before Telegram closes the page, while any component needs it. */
export function useClosingConfirmation(needed: boolean): void {
  useClaim(unsaved, needed || null);
}

/** Keeps Telegram told whether to ask; nothing until then, for Telegram Web takes a no for a yes. */
export function startClosing(): void {
  keepTold(
    'web_app_setup_closing_behavior',
    () => [{ need_confirmation: unsaved.winning.value !== null }],
    [{ need_confirmation: false }],
  );
}
