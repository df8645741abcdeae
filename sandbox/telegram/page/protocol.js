/**
 * What a Mini App may say to the client, and since which version the client understands it.
 *
 * Source: core.telegram.org/api/web-events and core.telegram.org/bots/webapps, "Recent changes".
 */

const SINCE = {
  iframe_ready: '6.0',
  web_app_ready: '6.0',
  web_app_expand: '6.0',
  web_app_close: '6.0',
  web_app_request_theme: '6.0',
  web_app_request_viewport: '6.0',
  web_app_open_link: '6.0',
  web_app_setup_main_button: '6.0',
  web_app_setup_closing_behavior: '6.0',
  web_app_open_tg_link: '6.1',
  web_app_setup_back_button: '6.1',
  web_app_set_background_color: '6.1',
  web_app_set_header_color: '6.1',
  web_app_trigger_haptic_feedback: '6.1',
  web_app_open_popup: '6.2',
  web_app_open_scan_qr_popup: '6.4',
  web_app_close_scan_qr_popup: '6.4',
  web_app_read_text_from_clipboard: '6.4',
  web_app_request_write_access: '6.9',
  web_app_setup_settings_button: '6.10',
  web_app_setup_swipe_behavior: '7.7',
  web_app_setup_secondary_button: '7.10',
  web_app_set_bottom_bar_color: '7.10',
  web_app_request_safe_area: '8.0',
  web_app_request_content_safe_area: '8.0',
  web_app_request_fullscreen: '8.0',
  web_app_exit_fullscreen: '8.0',
  web_app_add_to_home_screen: '8.0',
  web_app_check_home_screen: '8.0',
  web_app_request_file_download: '8.0',
};

/** Parts of what is said that came later than the rest; older clients do not look at them. */
const LATER = {
  web_app_open_link: { try_instant_view: '6.4', try_browser: '7.6' },
  web_app_set_header_color: { color: '6.9' },
  web_app_close: { return_back: '7.6' },
  web_app_setup_main_button: { has_shine_effect: '7.10' },
};

/** A client's reason not to do what it understood. */
export class Refused extends Error {}

/** Whether a version is the wanted one or newer; 7.10 is newer than 7.7. */
export function atLeast(version, wanted) {
  const [major, minor] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Says how a client of the version takes an event: `heard`, `ignored` (newer) or `unknown`. */
export function verdict(eventType, version) {
  if (!Object.hasOwn(SINCE, eventType)) return 'unknown';
  return atLeast(version, SINCE[eventType]) ? 'heard' : 'ignored';
}

/** Returns the parts of an event's data that a client of the version looks at. */
export function known(eventType, eventData, version) {
  const later = LATER[eventType] ?? {};
  const data = typeof eventData === 'object' && eventData !== null ? eventData : {};
  return Object.fromEntries(
    Object.entries(data).filter(([name]) => !(name in later) || atLeast(version, later[name])),
  );
}

/** Returns a text of an event's data, `''` if there is none; refuses one of a wrong length. */
export function text(data, name, { least = 0, most }) {
  const value = data[name] ?? '';
  if (typeof value !== 'string' || value.length < least || value.length > most) {
    throw new Refused(`${name} should be ${least} to ${most} characters`);
  }
  return value;
}

/** Returns a yes or no of an event's data; refuses anything else. */
export function yes(data, name) {
  if (typeof data[name] !== 'boolean') throw new Refused(`${name} should be true or false`);
  return data[name];
}

/** Returns a colour of an event's data; refuses what is none. */
export function colour(data, name = 'color') {
  if (!/^#[0-9a-f]{6}$/i.test(data[name])) throw new Refused(`${name} should be like #17212b`);
  return data[name];
}
