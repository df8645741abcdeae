// Makes a browser look like Telegram with a TON wallet in it. Runs before the page's own scripts;
// the server puts `const DEMO = {initData, light, dark, wallet}` in front.
(() => {
  'use strict';

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = () => (dark.matches ? DEMO.dark : DEMO.light);

  // Telegram's client opens a Mini App with its launch parameters in the fragment.
  const launch = new URLSearchParams({
    tgWebAppData: DEMO.initData,
    tgWebAppVersion: '8.0',
    tgWebAppPlatform: 'tdesktop',
    tgWebAppThemeParams: JSON.stringify(theme()),
  });
  history.replaceState(null, '', `#${launch}`);

  const tell = (event, data) => window.Telegram?.WebView?.receiveEvent?.(event, data);
  const tellTheme = () => tell('theme_changed', { theme_params: theme() });
  dark.addEventListener('change', tellTheme);
  window.TelegramWebviewProxy = {
    postEvent(method) {
      if (method === 'web_app_request_theme') setTimeout(tellTheme);
    },
  };

  // TON Connect's JS bridge: what a wallet's own browser puts on the page.
  const KEPT = 'demo-wallet';
  window[DEMO.wallet.key] = {
    tonconnect: {
      deviceInfo: DEMO.wallet.device,
      walletInfo: DEMO.wallet.info,
      protocolVersion: 2,
      isWalletBrowser: true,
      async connect(_version, request) {
        const response = await fetch('/sandbox/wallet/connect', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(request),
        });
        const event = await response.json();
        if (event.event === 'connect') {
          const items = event.payload.items.filter((item) => item.name === 'ton_addr');
          const payload = { ...event.payload, items };
          localStorage.setItem(KEPT, JSON.stringify({ ...event, payload }));
        }
        return event;
      },
      async restoreConnection() {
        const kept = localStorage.getItem(KEPT);
        if (kept !== null) return JSON.parse(kept);
        return { event: 'connect_error', id: 0, payload: { code: 100, message: 'not connected' } };
      },
      async send({ id }) {
        return { id, error: { code: 400, message: 'a demo wallet only proves itself' } };
      },
      listen: () => () => undefined,
      disconnect() {
        localStorage.removeItem(KEPT);
      },
    },
  };
})();
