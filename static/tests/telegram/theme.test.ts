import { expect, test } from 'vitest';

import { openIn, turn } from './fakes';

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
    '--tg-destructive-text-color': '#d0312f',
  });
  expect(telegram.last('web_app_set_background_color')).toEqual({ color: '#efeff4' });
  expect(telegram.last('web_app_set_bottom_bar_color')).toEqual({ color: '#eeeeee' });
});

test('what an old client does not name goes with its own theme, whatever the system prefers', async () => {
  const telegram = await openIn({ theme: { bg_color: '#17212b', text_color: '#f5f5f5' } });

  expect(telegram.style.get('--tg-secondary-bg-color')).toBe('#0f1621');
  expect(telegram.style.get('--tg-destructive-text-color')).toBe('#ec6a68');

  telegram.say('theme_changed', { theme_params: { bg_color: '#ffffff', text_color: '#000000' } });

  expect(telegram.style.get('--tg-secondary-bg-color')).toBe('#efeff4');
  expect(telegram.style.get('--tg-destructive-text-color')).toBe('#d0312f');
});

test('a theme without colours, after one with them, leaves nothing of that', async () => {
  const telegram = await openIn({ theme: DARK });

  telegram.say('theme_changed', { theme_params: {} });

  expect(telegram.style.size).toBe(0);
  expect(telegram.scheme()).toBe('');
});

test('a theme that names no colours keeps the page as the system has it', async () => {
  const telegram = await openIn({ theme: { bg_color: 'url(//evil)', text_color: 'red' } });

  expect(telegram.style.size).toBe(0);
  expect(telegram.scheme()).toBe('');
  expect(telegram.last('web_app_set_background_color')).toEqual({ color: '#efeff4' });
});
