import { expect, test } from 'vitest';

import { browse, openIn } from './fakes';

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
