import type { ThemeParams } from './theme';

/**
 * How Telegram opened the page: the launch parameters in the address's fragment.
 *
 * Read here rather than by the bridge, which refuses the init data of clients older than 8.0
 * (they send no `signature`). Whether it is true, the server says.
 */
export interface Launch {
  /** As Telegram sealed it, to be sent unchanged. */
  initData: string;
  /** Of the user, where Telegram names it. */
  language: string | null;
  theme: ThemeParams;
  /** Of the Web App protocol, `8.0`; the oldest, `6.0`, where the client names none. */
  version: string;
  /** Telegram's word for the client: `ios`, `android`, `tdesktop`, `weba`… */
  platform: string;
  /** What stood behind `startapp=` in the link; empty without. */
  startParam: string;
  fullscreen: boolean;
}

const KEPT = 'launch';
const VERSION = /^\d{1,3}(\.\d{1,3}){0,2}$/;
const OLDEST = '6.0';

/** Returns how Telegram opened the page, also after a reload that lost the fragment. */
export function readLaunch(fragment: string, kept: Storage | null): Launch | null {
  const read = parsed(fragment);
  if (read === null) return parsed(kept?.getItem(KEPT) ?? '');
  try {
    kept?.setItem(KEPT, fragment);
  } catch {
    // No room: then a reload without the fragment is outside Telegram.
  }
  return read;
}

/** The tab's storage; `null` in a frame whose browser keeps nothing for it. */
export function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

function parsed(fragment: string): Launch | null {
  const params = new URLSearchParams(fragment.replace(/^#/, ''));
  const initData = params.get('tgWebAppData');
  if (!initData) return null;
  const sealed = new URLSearchParams(initData);
  const { language_code: language } = record(sealed.get('user'));
  const version = params.get('tgWebAppVersion') ?? '';
  return {
    initData,
    language: typeof language === 'string' ? language : null,
    theme: record(params.get('tgWebAppThemeParams')),
    version: VERSION.test(version) ? version : OLDEST,
    platform: params.get('tgWebAppPlatform') ?? '',
    startParam: sealed.get('start_param') ?? params.get('tgWebAppStartParam') ?? '',
    fullscreen: ['1', 'true'].includes(params.get('tgWebAppFullscreen') ?? ''),
  };
}

function record(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
