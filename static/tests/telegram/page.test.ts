import { expect, test } from 'vitest';

import { openIn, turn } from './fakes';
import { mount } from './mount';

test('closing is confirmed while any component needs it', async () => {
  const telegram = await openIn({ version: '6.2' });
  expect(telegram.all('web_app_setup_closing_behavior')).toEqual([]);
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
    { need_confirmation: true },
    { need_confirmation: false },
  ]);
});

test('swipes close the page again when the last guard is gone', async () => {
  const telegram = await openIn({ version: '7.7' });
  const { useSwipeGuard } = await import('../../src/telegram/swipes');
  const use = ({ on }: { on: boolean }): void => {
    useSwipeGuard(on);
  };
  const [chart, slider] = [mount(use, { on: true }), mount(use, { on: true })];
  await turn();
  chart.end();
  await turn();
  expect(telegram.last('web_app_setup_swipe_behavior')).toEqual({ allow_vertical_swipe: false });

  slider.again({ on: false });
  await turn();

  expect(telegram.last('web_app_setup_swipe_behavior')).toEqual({ allow_vertical_swipe: true });
});

test('a return to the page is heard, whoever tells of it, and of the network too', async () => {
  const telegram = await openIn();
  const { onReturn } = await import('../../src/telegram/activity');
  let returns = 0;
  onReturn(() => returns++);
  const browserSays = (state: string): void => {
    telegram.document.visibilityState = state;
    telegram.document.dispatchEvent(new Event('visibilitychange'));
  };

  browserSays('hidden');
  telegram.say('visibility_changed', { is_visible: false });
  telegram.say('visibility_changed', null);
  expect(returns).toBe(0);

  browserSays('visible'); // The phone was unlocked; Telegram holds the page minimised.
  expect(returns).toBe(1);
  telegram.say('visibility_changed', { is_visible: true });
  expect(returns).toBe(2);

  telegram.window.dispatchEvent(new Event('online'));
  expect(returns).toBe(3);
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
  const { error, selection, success } = await import('../../src/telegram/haptics');

  success();
  error();
  selection();

  expect(telegram.all('web_app_trigger_haptic_feedback')).toEqual([
    { type: 'notification', notification_type: 'success' },
    { type: 'notification', notification_type: 'error' },
    { type: 'selection_change' },
  ]);
});
