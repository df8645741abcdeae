import { expect, test } from 'vitest';

import { openIn, turn } from './fakes';
import { mount } from './mount';

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
