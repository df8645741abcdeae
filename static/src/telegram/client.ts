import { on, postEvent } from '@tma.js/bridge';

import { applyTheme } from './theme';

/** Tells Telegram that the page can be shown, and follows its theme from now on. */
export function settleIn(): void {
  on('theme_changed', (event) => {
    applyTheme(event.theme_params);
  });
  told(() => {
    postEvent('web_app_ready');
    postEvent('web_app_expand');
    postEvent('web_app_request_theme');
  });
}

/** Closes the Mini App. */
export function closeApp(): void {
  told(() => {
    postEvent('web_app_close');
  });
}

function told(telling: () => void): void {
  try {
    telling();
  } catch {
    // Nobody listens: a link with launch parameters, opened in a plain browser.
  }
}
