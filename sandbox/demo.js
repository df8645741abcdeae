// Puts a TON wallet into the Mini App's page, as a wallet's own browser does: TON Connect's JS
// bridge. Runs before the page's own scripts; the server puts `const DEMO_WALLET = {…}` in front.
(() => {
  'use strict';

  // Telegram's client names the frame; so a reload keeps it and the product's address stays as is.
  const amongOthers = window.name === 'wallet=list';

  const KEPT = 'demo-wallet';
  window[DEMO_WALLET.key] = {
    tonconnect: {
      deviceInfo: DEMO_WALLET.device,
      walletInfo: DEMO_WALLET.info,
      protocolVersion: 2,
      isWalletBrowser: !amongOthers,
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
