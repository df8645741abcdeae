import { on, postEvent, retrieveLaunchParams, retrieveRawInitData } from '@tma.js/bridge';

import { applyTheme } from './theme';

/** How Telegram opened the page. */
export interface Launch {
  initData: string;
  language: string;
}

/** Returns how Telegram opened the page; `null` outside Telegram. */
export function launch(): Launch | null {
  try {
    const params = retrieveLaunchParams();
    const initData = retrieveRawInitData();
    if (!initData) return null;
    applyTheme(params.tgWebAppThemeParams);
    return { initData, language: params.tgWebAppData?.user?.language_code ?? '' };
  } catch {
    return null; // the bridge throws where there are no launch parameters
  }
}

/** Tells Telegram that the page can be shown, and follows its theme from now on. */
export function settleIn(): void {
  on('theme_changed', (event) => {
    applyTheme(event.theme_params);
  });
  postEvent('web_app_ready');
  postEvent('web_app_expand');
  postEvent('web_app_request_theme');
}
