import { expect, test } from 'vitest';

import { openIn } from './fakes';

test('insets become variables, broken ones do not', async () => {
  const telegram = await openIn();

  telegram.say('safe_area_changed', { top: 44, right: 0, bottom: 34.5, left: 0 });
  telegram.say('content_safe_area_changed', { top: 46, bottom: -1, left: '0', right: null });
  telegram.say('content_safe_area_changed', null);

  expect(Object.fromEntries(telegram.style)).toEqual({
    '--safe-top': '44px',
    '--safe-right': '0px',
    '--safe-bottom': '34.5px',
    '--safe-left': '0px',
    '--content-safe-top': '46px',
  });
});

test('the stable height moves only when the window has come to rest', async () => {
  const telegram = await openIn({ version: '6.0' });

  telegram.say('viewport_changed', { height: 700, is_state_stable: true, is_expanded: true });
  telegram.say('viewport_changed', { height: 300, is_state_stable: false, is_expanded: true });
  telegram.say('viewport_changed', { height: 0, is_state_stable: true, is_expanded: true });

  expect(telegram.style.get('--stable-height')).toBe('700px');
});

test('fullscreen is taken and given back', async () => {
  const telegram = await openIn();
  const { isFullscreen, toggleFullscreen } = await import('../../src/telegram/viewport');

  toggleFullscreen();
  expect(telegram.all('web_app_request_fullscreen')).toHaveLength(1);
  expect(isFullscreen.value).toBe(false);
  telegram.say('fullscreen_changed', { is_fullscreen: true });
  expect(isFullscreen.value).toBe(true);

  toggleFullscreen();
  telegram.say('fullscreen_changed', { is_fullscreen: false });
  expect(telegram.all('web_app_exit_fullscreen')).toHaveLength(1);
  expect(isFullscreen.value).toBe(false);
});

test.each([
  ['UNSUPPORTED', false],
  ['ALREADY_FULLSCREEN', true],
])('fullscreen that fails (%s) leaves the page full: %s', async (error, full) => {
  const telegram = await openIn();
  const { isFullscreen } = await import('../../src/telegram/viewport');

  telegram.say('fullscreen_failed', { error });

  expect(isFullscreen.value).toBe(full);
});

test('a page opened in fullscreen knows it', async () => {
  await openIn({ fullscreen: true });
  const { isFullscreen } = await import('../../src/telegram/viewport');

  expect(isFullscreen.value).toBe(true);
});
