import { beforeEach, expect, test } from 'vitest';

import { readLaunch } from '../../src/telegram/launch';
import { isDark } from '../../src/telegram/theme';

const INIT_DATA = 'auth_date=1&user=%7B%22id%22%3A1%2C%22language_code%22%3A%22ru%22%7D&hash=ab';
const FRAGMENT = `#${new URLSearchParams({
  tgWebAppData: INIT_DATA,
  tgWebAppVersion: '6.0',
  tgWebAppThemeParams: '{"bg_color":"#17212b"}',
}).toString()}`;

let kept: Storage;

beforeEach(() => {
  const values = new Map<string, string>();
  kept = {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
    clear: () => {
      values.clear();
    },
    key: () => null,
    length: 0,
  };
});

test('init data is kept as Telegram sealed it, with or without newer fields', () => {
  expect(readLaunch(FRAGMENT, kept)).toEqual({
    initData: INIT_DATA,
    language: 'ru',
    theme: { bg_color: '#17212b' },
    version: '6.0',
    platform: '',
    startParam: '',
    fullscreen: false,
  });
});

test('the client, the link and the window are read too', () => {
  const fragment = new URLSearchParams({
    tgWebAppData: `start_param=miners&${INIT_DATA}`,
    tgWebAppVersion: '7.10',
    tgWebAppPlatform: 'ios',
    tgWebAppStartParam: 'forged',
    tgWebAppFullscreen: '1',
  }).toString();

  expect(readLaunch(`#${fragment}`, kept)).toMatchObject({
    version: '7.10',
    platform: 'ios',
    startParam: 'miners',
    fullscreen: true,
  });
});

test('a link opened without a sealed parameter still says where to go', () => {
  const fragment = new URLSearchParams({ tgWebAppData: INIT_DATA, tgWebAppStartParam: 'miners' });

  expect(readLaunch(`#${fragment.toString()}`, kept)?.startParam).toBe('miners');
});

test.each(['', 'x', '8.', '1e9', '8.0.0.0', '99999.0'])('version %j is the oldest', (version) => {
  const fragment = new URLSearchParams({ tgWebAppData: INIT_DATA, tgWebAppVersion: version });

  expect(readLaunch(`#${fragment.toString()}`, kept)?.version).toBe('6.0');
});

test('a reload that lost the fragment is still inside Telegram', () => {
  readLaunch(FRAGMENT, kept);

  expect(readLaunch('', kept)?.initData).toBe(INIT_DATA);
});

test('a frame without storage still reads the fragment', () => {
  expect(readLaunch(FRAGMENT, null)?.initData).toBe(INIT_DATA);
});

test('a storage without room does not keep the page from opening', () => {
  kept.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };

  expect(readLaunch(FRAGMENT, kept)?.initData).toBe(INIT_DATA);
});

test.each(['', '#', '#wallet', '#tgWebAppData=', '#tgWebAppVersion=8.0'])(
  'a plain browser (%j) is outside Telegram',
  (fragment) => {
    expect(readLaunch(fragment, kept)).toBeNull();
  },
);

test.each(['not json', '7', 'null', '"text"'])('a broken user (%s) is the server’s to refuse', (user) => {
  const initData = new URLSearchParams({ user }).toString();
  const fragment = new URLSearchParams({ tgWebAppData: initData, tgWebAppThemeParams: user });

  expect(readLaunch(`#${fragment.toString()}`, kept)).toMatchObject({ initData, language: null });
});

test.each([
  ['#17212b', true],
  ['#ffffff', false],
  ['#ff0000', true],
  ['#00ff00', false],
])('%s is dark: %s', (colour, dark) => {
  expect(isDark(colour)).toBe(dark);
});
