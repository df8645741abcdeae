import {
  applyPolyfills,
  compareVersions,
  type EventListener,
  type EventName,
  type MethodParams,
  on,
  postEvent,
  setTargetOrigin,
} from '@tma.js/bridge';

import type { Launch } from './launch';

/**
 * What a client must be at least as new as, by the Web App versions of
 * https://core.telegram.org/bots/webapps#recent-changes.
 */
const SINCE = {
  backButton: '6.1',
  haptics: '6.1',
  headerColor: '6.1',
  openLink: '6.1',
  closingConfirmation: '6.2',
  popup: '6.2',
  qr: '6.4',
  writeAccess: '6.9',
  settingsButton: '7.0',
  verticalSwipes: '7.7',
  bottomBarColor: '7.10',
  secondaryButton: '7.10',
  download: '8.0',
  fullscreen: '8.0',
  homeScreen: '8.0',
  safeAreas: '8.0',
} as const;

export type Feature = keyof typeof SINCE;

/** The feature each method belongs to; `null` where every client knows it. */
const BELONGS = {
  web_app_close: null,
  web_app_expand: null,
  web_app_ready: null,
  web_app_request_theme: null,
  web_app_request_viewport: null,
  web_app_setup_main_button: null,
  web_app_setup_back_button: 'backButton',
  web_app_trigger_haptic_feedback: 'haptics',
  web_app_set_background_color: 'headerColor',
  web_app_set_header_color: 'headerColor',
  web_app_open_link: 'openLink',
  web_app_open_tg_link: 'openLink',
  web_app_setup_closing_behavior: 'closingConfirmation',
  web_app_open_popup: 'popup',
  web_app_close_scan_qr_popup: 'qr',
  web_app_open_scan_qr_popup: 'qr',
  web_app_request_write_access: 'writeAccess',
  web_app_setup_settings_button: 'settingsButton',
  web_app_setup_swipe_behavior: 'verticalSwipes',
  web_app_set_bottom_bar_color: 'bottomBarColor',
  web_app_setup_secondary_button: 'secondaryButton',
  web_app_request_file_download: 'download',
  web_app_exit_fullscreen: 'fullscreen',
  web_app_request_fullscreen: 'fullscreen',
  web_app_add_to_home_screen: 'homeScreen',
  web_app_check_home_screen: 'homeScreen',
  web_app_request_content_safe_area: 'safeAreas',
  web_app_request_safe_area: 'safeAreas',
} as const satisfies Record<`web_app_${string}`, Feature | null>;

export type Method = keyof typeof BELONGS;

/** A method's parameters as a tuple: empty where it takes none. */
export type Params<M extends Method> = [MethodParams<M>] extends [never]
  ? []
  : undefined extends MethodParams<M>
    ? [params?: MethodParams<M>]
    : [params: MethodParams<M>];

/** Clients that scan nothing, however new: some say so when they are asked to, some not even that. */
const NO_SCANNER = /^(tdesktop|unigram|macos|web[ak]?)$/;

/** The client's version; empty outside Telegram. */
let known = '';
let scans = false;

/** Lets calls through to a client of this version (`8.0`) on this platform (`tdesktop`). */
export function openGate({ version, platform }: Pick<Launch, 'version' | 'platform'>): void {
  applyPolyfills();
  if (framedByOurselves()) setTargetOrigin(location.origin);
  known = version;
  scans = !NO_SCANNER.test(platform);
}

/** Whether the client is new enough, and of a kind that does it; never outside Telegram. */
export function can(feature: Feature): boolean {
  if (feature === 'qr' && !scans) return false;
  return known !== '' && compareVersions(known, SINCE[feature]) >= 0;
}

/** Tells the client something it can understand; `false`, and nothing said, where it cannot. */
export function tell<M extends Method>(method: M, ...params: Params<M>): boolean {
  const feature = BELONGS[method];
  if (known === '' || (feature !== null && !can(feature))) return false;
  try {
    (postEvent as (method: Method, params?: unknown) => void)(method, params[0]);
    return true;
  } catch {
    return false; // Nobody listens: a link with launch parameters, opened in a plain browser.
  }
}

/** Listens to the client; returns what ends it. */
export function hear<E extends EventName>(event: E, listener: EventListener<E>): () => void {
  return on(event, listener);
}

/** A page of our own around this one plays Telegram's part; a stranger's cannot be looked into. */
function framedByOurselves(): boolean {
  try {
    return window.parent !== window && window.parent.location.origin === location.origin;
  } catch {
    return false;
  }
}
