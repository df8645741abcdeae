import { expect, test } from 'vitest';

import type { BottomButton } from '../../src/telegram/buttons';
import { openIn, turn } from './fakes';
import { mount } from './mount';

test.each([
  ['7.9', false],
  ['7.10', true],
])('in %s the secondary button is Telegram’s: %s', async (version, theirs) => {
  const telegram = await openIn({
    version,
    theme: { button_color: '#2481cc', bottom_bar_bg_color: '#000000' },
  });
  const { useSecondaryButton } = await import('../../src/telegram/buttons');
  const shown: boolean[] = [];
  let presses = 0;

  mount(({ button }: { button: BottomButton }) => {
    shown.push(useSecondaryButton(button));
  }, { button: { text: 'Cancel', enabled: true, busy: false, onPress: () => presses++ } });
  await turn();
  telegram.say('secondary_button_pressed');

  expect(shown).toEqual([theirs]);
  expect(presses).toBe(1);
  expect(telegram.last('web_app_setup_secondary_button')).toEqual(
    theirs
      ? {
          is_visible: true,
          is_active: true,
          is_progress_visible: false,
          text: 'Cancel',
          color: '#000000',
          text_color: '#2481cc',
        }
      : undefined,
  );
});

test.each([
  ['useBackButton', 'back_button', '6.0', false],
  ['useBackButton', 'back_button', '6.1', true],
  ['useSettingsButton', 'settings_button', '6.11', false],
  ['useSettingsButton', 'settings_button', '7.0', true],
] as const)('%s is Telegram’s %s in %s: %s', async (hook, name, version, theirs) => {
  const telegram = await openIn({ version });
  const { [hook]: use } = await import('../../src/telegram/buttons');
  const shown: boolean[] = [];
  let presses = 0;
  const mounted = mount(({ on }: { on: boolean }) => {
    shown.push(use(on ? () => presses++ : null));
  }, { on: true });
  await turn();
  telegram.say(`${name}_pressed`);
  mounted.again({ on: false });
  await turn();
  telegram.say(`${name}_pressed`);

  expect(shown).toEqual([theirs, theirs]);
  expect(presses).toBe(1);
  expect(telegram.all(`web_app_setup_${name}`)).toEqual(
    theirs ? [{ is_visible: false }, { is_visible: true }, { is_visible: false }] : [],
  );
});
