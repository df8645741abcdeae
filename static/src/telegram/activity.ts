import { hear } from './gate';

/**
 * Calls back when the user returns to the page, whether the browser (another app, a locked phone)
 * or a client of 8.0 or later (another Mini App, a minimised one) says so, and once if both do.
 * Returns what ends it.
 */
export function onForeground(listener: () => void): () => void {
  let away = document.visibilityState === 'hidden';

  function seen(visible: boolean): void {
    const back = visible && away;
    away = !visible;
    if (back) listener();
  }
  const looked = (): void => {
    seen(document.visibilityState === 'visible');
  };

  document.addEventListener('visibilitychange', looked);
  const unhear = hear('visibility_changed', (event: { is_visible?: unknown } | null) => {
    seen(event?.is_visible === true);
  });
  return () => {
    document.removeEventListener('visibilitychange', looked);
    unhear();
  };
}
