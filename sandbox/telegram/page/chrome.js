/** What surrounds the Mini App: its size, its buttons, its colours. */
import { contentInsets, safeInsets, viewport } from './insets.js';
import { Refused, colour, text, yes } from './protocol.js';

const POSITIONS = ['left', 'right', 'top', 'bottom'];
const BUTTON_PARTS = ['is_visible', 'is_active', 'is_progress_visible', 'has_shine_effect'];

function button(client, which, data) {
  const next = { ...client.state[which] };
  for (const name of BUTTON_PARTS) if (name in data) next[name] = yes(data, name);
  for (const name of ['color', 'text_color']) if (name in data) next[name] = colour(data, name);
  if ('text' in data) next.text = text(data, 'text', { most: 64 });
  if ('position' in data) {
    if (!POSITIONS.includes(data.position)) throw new Refused('no such position');
    next.position = data.position;
  }
  client.change({ [which]: next });
}

function fullscreen(client, wanted) {
  client.tell('fullscreen_changed', { is_fullscreen: wanted });
  client.change({ fullscreen: wanted });
}

export const CHROME = {
  web_app_expand(client) {
    client.tell('viewport_changed', viewport(client));
  },
  web_app_request_viewport(client) {
    client.tell('viewport_changed', viewport(client));
  },
  web_app_request_safe_area(client) {
    client.tell('safe_area_changed', safeInsets(client));
  },
  web_app_request_content_safe_area(client) {
    client.tell('content_safe_area_changed', contentInsets(client));
  },
  web_app_request_fullscreen(client) {
    if (client.options.fullscreen === 'no') {
      client.tell('fullscreen_failed', { error: 'UNSUPPORTED' });
    } else if (client.state.fullscreen) {
      client.tell('fullscreen_failed', { error: 'ALREADY_FULLSCREEN' });
    } else {
      fullscreen(client, true);
    }
  },
  web_app_exit_fullscreen(client) {
    if (client.state.fullscreen) fullscreen(client, false);
  },
  web_app_setup_main_button(client, data) {
    button(client, 'main', data);
  },
  web_app_setup_secondary_button(client, data) {
    button(client, 'secondary', data);
  },
  web_app_setup_back_button(client, data) {
    client.change({ back: yes(data, 'is_visible') });
  },
  web_app_setup_settings_button(client, data) {
    client.change({ settings: yes(data, 'is_visible') });
  },
  web_app_setup_closing_behavior(client, data) {
    client.change({ asksBeforeClosing: yes(data, 'need_confirmation') });
  },
  web_app_setup_swipe_behavior(client, data) {
    client.change({ verticalSwipe: yes(data, 'allow_vertical_swipe') });
  },
  web_app_set_header_color(client, data) {
    if ('color' in data) client.change({ header: colour(data) });
    else if (['bg_color', 'secondary_bg_color'].includes(data.color_key)) {
      client.change({ header: data.color_key });
    } else throw new Refused('color_key should be bg_color or secondary_bg_color');
  },
  web_app_set_background_color(client, data) {
    client.change({ backdrop: colour(data) });
  },
  web_app_set_bottom_bar_color(client, data) {
    client.change({ bottomBar: colour(data) });
  },
};
