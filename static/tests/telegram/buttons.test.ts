import { expect, test } from 'vitest';

import type * as Buttons from '../../src/telegram/buttons';
import type { BottomButton } from '../../src/telegram/buttons';
import { openIn, turn } from './fakes';
import { mount } from './mount';

const MAIN = 'web_app_setup_main_button';
const THEME = { button_color: '#2481cc', button_text_color: '#ffffff', bottom_bar_bg_color: '#000000' };

let pressed: string[];

function wish(given: Partial<BottomButton> = {}): { button: BottomButton } {
  pressed = [];
  const { text = 'Bind' } = given;
  const button = { text, enabled: true, busy: false, onPress: () => pressed.push(text), ...given };
  return { button };
}

async function buttons(): Promise<typeof Buttons> {
  return import('../../src/telegram/buttons');
}

test('the main button shows while its component is mounted', async () => {
  const telegram = await openIn({ version: '6.0', theme: THEME });
  const { useMainButton } = await buttons();
  expect(telegram.last(MAIN)).toEqual({ is_visible: false });

  const mounted = mount(({ button }: { button: BottomButton | null }) => {
    useMainButton(button);
  }, wish());
  await turn();
  expect(telegram.last(MAIN)).toEqual({
    is_visible: true,
    is_active: true,
    is_progress_visible: false,
    text: 'Bind',
    color: '#2481cc',
    text_color: '#ffffff',
  });

  mounted.end();
  await turn();
  expect(telegram.last(MAIN)).toEqual({ is_visible: false });
});

test('text, progress, state and theme follow, and nothing is said twice', async () => {
  const telegram = await openIn({ theme: THEME });
  const { useMainButton } = await buttons();
  const use = ({ button }: { button: BottomButton | null }): void => {
    useMainButton(button);
  };
  const mounted = mount<{ button: BottomButton | null }>(use, wish());
  await turn();
  const before = telegram.all(MAIN).length;

  mounted.again(wish());
  await turn();
  expect(telegram.all(MAIN)).toHaveLength(before);

  mounted.again(wish({ text: 'Binding', enabled: false, busy: true }));
  await turn();
  expect(telegram.last(MAIN)).toMatchObject({
    text: 'Binding',
    is_active: false,
    is_progress_visible: true,
    color: '#2481cc',
  });

  mounted.again(wish({ enabled: false }));
  await turn();
  expect(telegram.last(MAIN)).toMatchObject({
    is_active: false,
    is_progress_visible: false,
    color: '#103a5c',
    text_color: '#737373',
  });

  mounted.again(wish());
  telegram.say('theme_changed', { theme_params: { ...THEME, button_color: '#ff0000' } });
  await turn();
  expect(telegram.last(MAIN)).toMatchObject({ is_active: true, color: '#ff0000' });

  mounted.again({ button: null });
  await turn();
  expect(telegram.last(MAIN)).toEqual({ is_visible: false });
});

test('a press reaches the last component mounted, as it was last rendered', async () => {
  const telegram = await openIn();
  const { useMainButton } = await buttons();
  const use = ({ button }: { button: BottomButton }): void => {
    useMainButton(button);
  };
  const under = mount(use, wish({ text: 'Under' }));
  const over = mount(use, wish({ text: 'Over' }));
  under.again(wish({ text: 'Under, again' }));
  await turn();

  telegram.say('main_button_pressed');
  expect(pressed).toEqual(['Over']);

  over.end();
  await turn();
  telegram.say('main_button_pressed');
  expect(pressed).toEqual(['Over', 'Under, again']);
  expect(telegram.last(MAIN)).toMatchObject({ text: 'Under, again' });
});

test.each([{ enabled: false }, { busy: true }])('a press is not taken when %j', async (given) => {
  const telegram = await openIn();
  const { useMainButton } = await buttons();
  mount(({ button }: { button: BottomButton }) => {
    useMainButton(button);
  }, wish(given));

  telegram.say('main_button_pressed');

  expect(pressed).toEqual([]);
});

test('a screen that replaces another does not make the button blink', async () => {
  const telegram = await openIn();
  const { useMainButton } = await buttons();
  const use = ({ button }: { button: BottomButton }): void => {
    useMainButton(button);
  };
  const first = mount(use, wish({ text: 'First' }));
  await turn();
  const before = telegram.all(MAIN).length;

  first.end();
  mount(use, wish({ text: 'Second' }));
  await turn();

  expect(telegram.all(MAIN).slice(before)).toMatchObject([{ is_visible: true, text: 'Second' }]);
});
