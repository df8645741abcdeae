import { expect, test } from 'vitest';

import type { Feature } from '../../src/telegram/gate';
import { browse, openIn, turn } from './fakes';
import { mount } from './mount';

/** Of each feature: the newest version without it, the first with it, and what it then says. */
const FEATURES: [Feature, without: string, since: string, said: string][] = [
  ['backButton', '6.0', '6.1', 'web_app_setup_back_button'],
  ['headerColor', '6.0', '6.1', 'web_app_set_header_color'],
  ['headerColor', '6.0', '6.1', 'web_app_set_background_color'],
  ['haptics', '6.0', '6.1', 'web_app_trigger_haptic_feedback'],
  ['openLink', '6.0', '6.1', 'web_app_open_link'],
  ['openLink', '6.0', '6.1', 'web_app_open_tg_link'],
  ['popup', '6.1', '6.2', 'web_app_open_popup'],
  ['closingConfirmation', '6.1', '6.2', 'web_app_setup_closing_behavior'],
  ['qr', '6.3', '6.4', 'web_app_open_scan_qr_popup'],
  ['writeAccess', '6.8', '6.9', 'web_app_request_write_access'],
  ['settingsButton', '6.11', '7.0', 'web_app_setup_settings_button'],
  ['verticalSwipes', '7.6', '7.7', 'web_app_setup_swipe_behavior'],
  ['secondaryButton', '7.9', '7.10', 'web_app_setup_secondary_button'],
  ['bottomBarColor', '7.9', '7.10', 'web_app_set_bottom_bar_color'],
  ['fullscreen', '7.12', '8.0', 'web_app_request_fullscreen'],
  ['safeAreas', '7.12', '8.0', 'web_app_request_safe_area'],
  ['safeAreas', '7.12', '8.0', 'web_app_request_content_safe_area'],
  ['homeScreen', '7.12', '8.0', 'web_app_check_home_screen'],
  ['homeScreen', '7.12', '8.0', 'web_app_add_to_home_screen'],
  ['download', '7.12', '8.0', 'web_app_request_file_download'],
];

/** Calls everything that a screen can call. */
async function callEverything(): Promise<void> {
  const { selection } = await import('../../src/telegram/haptics');
  const { openLink } = await import('../../src/telegram/links');
  const { askTelegram } = await import('../../src/telegram/popup');
  const { scanQr } = await import('../../src/telegram/qr');
  const { requestWriteAccess } = await import('../../src/telegram/access');
  const { toggleFullscreen } = await import('../../src/telegram/viewport');
  const { addToHomeScreen } = await import('../../src/telegram/home-screen');
  const { downloadFile } = await import('../../src/telegram/download');
  const { useClosingConfirmation } = await import('../../src/telegram/closing');
  mount(() => {
    useClosingConfirmation(true);
  }, {});
  await turn();
  selection();
  openLink('https://gomining.com');
  openLink('https://t.me/gomining');
  void askTelegram({ title: 'Sure?', message: 'Really?', ok: 'Yes', cancel: 'No' });
  void scanQr('Scan', () => true);
  void requestWriteAccess();
  toggleFullscreen();
  addToHomeScreen();
  void downloadFile('/days.csv', 'days.csv');
}

test.each(FEATURES)('%s is unknown to %s and known to %s: %s', async (feature, without, since, said) => {
  const older = await openIn({ version: without });
  await callEverything();
  const { can: olderCan } = await import('../../src/telegram/client');
  expect(olderCan(feature)).toBe(false);
  expect(older.all(said)).toEqual([]);

  const newer = await openIn({ version: since });
  await callEverything();
  const { can: newerCan } = await import('../../src/telegram/client');
  expect(newerCan(feature)).toBe(true);
  expect(newer.all(said)).not.toEqual([]);
});

test.each([
  ['ios', true],
  ['android', true],
  ['tdesktop', false],
  ['macos', false],
  ['weba', false],
  ['web', false],
])('%s has a scanner: %s', async (platform, has) => {
  const telegram = await openIn({ platform });
  const { can } = await import('../../src/telegram/client');

  await callEverything();

  expect(can('qr')).toBe(has);
  expect(telegram.all('web_app_open_scan_qr_popup')).toHaveLength(has ? 1 : 0);
});

test('a client of 6.0 is told what it understands and nothing else', async () => {
  const telegram = await openIn({ version: '6.0' });

  await callEverything();

  expect(new Set(telegram.told.map(({ method }) => method))).toEqual(
    new Set([
      'web_app_request_theme',
      'web_app_ready',
      'web_app_expand',
      'web_app_request_viewport',
      'web_app_setup_main_button',
    ]),
  );
});

test('outside Telegram nothing is said and nothing throws', async () => {
  const telegram = browse();

  await callEverything();
  const { can, tell } = await import('../../src/telegram/gate');

  expect(can('backButton')).toBe(false);
  expect(tell('web_app_ready')).toBe(false);
  expect(telegram.told).toEqual([]);
});

test('a link with launch parameters, opened in a plain browser, breaks nothing', async () => {
  const telegram = browse();
  const { openGate, tell } = await import('../../src/telegram/gate');

  openGate({ version: '8.0', platform: 'ios' });

  expect(tell('web_app_ready')).toBe(false);
  expect(telegram.told).toEqual([]);
});

test.each([
  ['https://web.telegram.org', 'https://web.telegram.org'],
  ['https://mini.example', 'https://mini.example'],
  ['https://evil.example', 'https://web.telegram.org'],
])('in a frame of %s, words are addressed to %s', async (framedBy, target) => {
  const telegram = await openIn({ framedBy });

  expect(telegram.all('web_app_ready')).toHaveLength(1);
  expect([...telegram.origins]).toEqual([target]);
});

test('a frame whose parent cannot be looked into is a stranger’s', async () => {
  const telegram = browse({ framedBy: 'https://web.telegram.org' });
  Object.defineProperty((telegram.window as unknown as Window).parent, 'location', {
    get: () => {
      throw new DOMException('Blocked a frame', 'SecurityError');
    },
  });
  const { openGate, tell } = await import('../../src/telegram/gate');

  openGate({ version: '8.0', platform: 'ios' });
  tell('web_app_ready');

  expect([...telegram.origins]).toEqual(['https://web.telegram.org']);
});
