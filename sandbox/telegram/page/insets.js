/** Sizes, in CSS pixels: the view's own, and how much of it the phone and the client cover. */

export const STATUS = 32;
export const INDICATOR = 20;
const FLOATING = 48;

/** Whether a button stands under the view: then nothing covers the view's bottom. */
export function hasActions({ main, secondary }) {
  return [main, secondary].some(({ is_visible, text }) => is_visible && text.trim() !== '');
}

/** What the phone itself covers; older clients keep the view clear of it. */
export function safeInsets(client) {
  const { fullscreen } = client.state;
  const covered = client.is('8.0') && !hasActions(client.state);
  return { top: fullscreen ? STATUS : 0, bottom: covered ? INDICATOR : 0, left: 0, right: 0 };
}

/** What the client's floating buttons cover besides. */
export function contentInsets(client) {
  return { top: client.state.fullscreen ? FLOATING : 0, bottom: 0, left: 0, right: 0 };
}

export function viewport(client) {
  const { clientWidth: width, clientHeight: height } = client.frame;
  return { width, height, is_expanded: true, is_state_stable: true };
}
