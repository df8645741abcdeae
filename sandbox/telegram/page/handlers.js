/** What the client does when the Mini App says something: one handler per event. */
import { CHROME } from './chrome.js';
import { QUESTIONS } from './questions.js';

const SCROLLBARS = '::-webkit-scrollbar { width: 0; height: 0 }';

const LIFE = {
  iframe_ready(client) {
    client.tell('set_custom_style', SCROLLBARS);
  },
  web_app_ready(client) {
    client.change({ ready: true });
  },
  web_app_close(client) {
    client.close();
  },
  web_app_request_theme(client) {
    client.tell('theme_changed', { theme_params: client.colours });
  },
  web_app_trigger_haptic_feedback(client, { type, impact_style, notification_type }) {
    const felt = [type, impact_style ?? notification_type].filter(Boolean).join(' · ');
    client.dispatchEvent(new CustomEvent('felt', { detail: felt }));
  },
};

export const HANDLERS = { ...LIFE, ...CHROME, ...QUESTIONS };
