import { on, postEvent } from '@tma.js/bridge';

import { applyTheme } from './theme';

/** Tells Telegram that the page can be shown, and follows its theme from now on. */
export function settleIn(): void {
  on('theme_changed', (event) => {
    applyTheme(event.theme_params);
  });
  try {
    postEvent('web_app_ready');
    postEvent('web_app_expand');
    postEvent('web_app_request_theme');
  } catch {
    // Nobody listens: a link with launch parameters, opened in a plain browser.
  }
}
