import { expect, test } from 'vitest';

import { browse, mount, openIn, turn } from './fakes';

const DARK = { bg_color: '#17212b', secondary_bg_color: '#0f1621', link_color: '#6ab3f3' };
const LIGHT = { bg_color: '#ffffff', secondary_bg_color: '#efeff4', bottom_bar_bg_color: '#eeeeee' };

test('the page and the window’s own parts follow the theme', async () => {
  const telegram = await openIn({ theme: DARK });
  const { isDarkNow } = await import('../../src/telegram/theme');
  expect(isDarkNow.value).toBe(true);
  expect(telegram.scheme()).toBe('dark');
  expect(telegram.last('web_app_set_background_color')).toEqual({ color: '#0f1621' });
  expect(telegram.last('web_app_set_bottom_bar_color')).toEqual({ color: '#0f1621' });
  expect(telegram.all('web_app_set_header_color')).toEqual([{ color_key: 'secondary_bg_color' }]);

  telegram.say('theme_changed', { theme_params: LIGHT });
  await turn();

  expect(isDarkNow.value).toBe(false);
  expect(telegram.scheme()).toBe('light');
  expect(Object.fromEntries(telegram.style)).toEqual({
    '--tg-bg-color': '#ffffff',
    '--tg-secondary-bg-color': '#efeff4',
    '--tg-bottom-bar-bg-color': '#eeeeee',
  });
  expect(telegram.last('web_app_set_background_color')).toEqual({ color: '#efeff4' });
  expect(telegram.last('web_app_set_bottom_bar_color')).toEqual({ color: '#eeeeee' });
});

test('a theme that names no colours keeps the page as the system has it', async () => {
  const telegram = await openIn({ theme: { bg_color: 'url(//evil)', text_color: 'red' } });

  expect(telegram.style.size).toBe(0);
  expect(telegram.scheme()).toBe('');
  expect(telegram.last('web_app_set_background_color')).toEqual({ color: '#efeff4' });
});

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

test('closing is confirmed while any component needs it', async () => {
  const telegram = await openIn({ version: '6.2' });
  const { useClosingConfirmation } = await import('../../src/telegram/closing');
  const use = ({ needed }: { needed: boolean }): void => {
    useClosingConfirmation(needed);
  };
  const [form, other] = [mount(use, { needed: false }), mount(use, { needed: true })];
  await turn();
  form.again({ needed: true });
  other.end();
  await turn();
  form.end();
  await turn();

  expect(telegram.all('web_app_setup_closing_behavior')).toEqual([
    { need_confirmation: false },
    { need_confirmation: true },
    { need_confirmation: false },
  ]);
});

test('swipes close the page again when the last guard is gone', async () => {
  const telegram = await openIn({ version: '7.7' });
  const { holdSwipes, useSwipeGuard } = await import('../../src/telegram/swipes');
  const chart = mount(() => {
    useSwipeGuard();
  }, {});
  const letGo = holdSwipes();
  await turn();
  chart.end();
  await turn();
  expect(telegram.last('web_app_setup_swipe_behavior')).toEqual({ allow_vertical_swipe: false });

  letGo();
  letGo();
  await turn();

  expect(telegram.last('web_app_setup_swipe_behavior')).toEqual({ allow_vertical_swipe: true });
});

test('a return to the page is heard once, whoever tells of it', async () => {
  const telegram = await openIn();
  const { onForeground } = await import('../../src/telegram/activity');
  let returns = 0;
  const end = onForeground(() => returns++);
  const browserSays = (state: string): void => {
    telegram.document.visibilityState = state;
    telegram.document.dispatchEvent(new Event('visibilitychange'));
  };

  telegram.say('visibility_changed', { is_visible: true });
  expect(returns).toBe(0);
  browserSays('hidden');
  telegram.say('visibility_changed', { is_visible: false });
  telegram.say('visibility_changed', { is_visible: true });
  browserSays('visible');
  expect(returns).toBe(1);
  browserSays('hidden');
  browserSays('visible');
  expect(returns).toBe(2);

  end();
  telegram.say('visibility_changed', { is_visible: false });
  telegram.say('visibility_changed', { is_visible: true });
  expect(returns).toBe(2);
});

test.each([
  ['unknown', 'unknown'],
  ['added', 'added'],
  ['missed', 'missed'],
  ['unsupported', 'unsupported'],
  ['else', 'unsupported'],
  [undefined, 'unsupported'],
])('a home screen that is %s shows as %s', async (status, shown) => {
  const telegram = await openIn();
  const { homeScreen } = await import('../../src/telegram/home-screen');

  telegram.say('home_screen_checked', { status });

  expect(homeScreen.value).toBe(shown);
});

test('an icon that was added is known at once', async () => {
  const telegram = await openIn();
  const { addToHomeScreen, homeScreen } = await import('../../src/telegram/home-screen');

  addToHomeScreen();
  expect(telegram.all('web_app_add_to_home_screen')).toHaveLength(1);
  telegram.say('home_screen_added');

  expect(homeScreen.value).toBe('added');
});

test.each([
  ['https://t.me/gomining?start=1', 'web_app_open_tg_link', { path_full: '/gomining?start=1' }],
  ['https://gomining.com/a', 'web_app_open_link', { url: 'https://gomining.com/a' }],
  ['https://t.me.evil.example/a', 'web_app_open_link', { url: 'https://t.me.evil.example/a' }],
])('%s opens by %s', async (address, method, params) => {
  const telegram = await openIn();
  const { openLink } = await import('../../src/telegram/links');

  openLink(address);

  expect(telegram.all(method)).toEqual([params]);
  expect(telegram.opened).toEqual([]);
});

test.each(['6.0', null])('without Telegram’s help (%s) links open as links do', async (version) => {
  const telegram = version === null ? browse() : await openIn({ version });
  const { openLink } = await import('../../src/telegram/links');

  openLink('https://gomining.com/a');
  expect(telegram.opened).toEqual([['https://gomining.com/a', '_blank', 'noopener']]);
  openLink('https://t.me/gomining');
  expect(telegram.location.href).toBe('https://t.me/gomining');
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'tg://resolve'])('%s opens nothing', async (address) => {
  const telegram = await openIn();
  const before = telegram.told.length;
  const { openLink } = await import('../../src/telegram/links');

  openLink(address);

  expect(telegram.told).toHaveLength(before);
  expect(telegram.opened).toEqual([]);
});

test('haptics speak the protocol’s words', async () => {
  const telegram = await openIn({ version: '6.1' });
  const { error, impact, selection, success } = await import('../../src/telegram/haptics');

  impact();
  success();
  error();
  selection();

  expect(telegram.all('web_app_trigger_haptic_feedback')).toEqual([
    { type: 'impact', impact_style: 'light' },
    { type: 'notification', notification_type: 'success' },
    { type: 'notification', notification_type: 'error' },
    { type: 'selection_change' },
  ]);
});
