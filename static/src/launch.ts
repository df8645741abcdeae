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
  language: string;
  theme: ThemeParams;
}

const KEPT = 'launch';

/** Returns how Telegram opened the page, also after a reload that lost the fragment. */
export function readLaunch(fragment: string, kept: Storage | null): Launch | null {
  const read = parsed(fragment);
  if (read !== null) {
    kept?.setItem(KEPT, fragment);
    return read;
  }
  return parsed(kept?.getItem(KEPT) ?? '');
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
  const { language_code: language } = record(new URLSearchParams(initData).get('user'));
  return {
    initData,
    language: typeof language === 'string' ? language : '',
    theme: record(params.get('tgWebAppThemeParams')),
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
