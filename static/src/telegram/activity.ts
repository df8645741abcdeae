import { hear } from './gate';

/**
 * Calls back when the user is at the page again, or the network is: the browser says so of another
 * app and a locked phone, clients of 8.0 or later of another Mini App and of a minimised one. Some
 * returns are told by both.
 */
export function onReturn(listener: () => void): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') listener();
  });
  hear('visibility_changed', (event: { is_visible?: unknown } | null) => {
    if (event?.is_visible === true) listener();
  });
  window.addEventListener('online', listener);
}
