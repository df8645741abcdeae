import { beforeEach, expect, test, vi } from 'vitest';

import { back, canGoBack, change, deepLink, go, open, route, scrolled } from '../src/state/route';

beforeEach(() => {
  vi.stubGlobal('window', { scrollY: 0 });
  change({ name: 'home' });
});

test.each([
  ['', ['home']],
  ['miners', ['miners']],
  ['wallet', ['more', 'wallet']],
  ['settings', ['more', 'settings']],
  ['miner-12', ['miners', 'miner']],
  ['earnings-2026-11-21', ['earnings']],
  ['earnings-yesterday', ['home']],
  ['toString', ['home']],
])('the deep link %j opens %j', (startParam, names) => {
  expect(deepLink(startParam).map(({ name }) => name)).toEqual(names);
});

test('a deep link leaves a way back to the list it belongs to', () => {
  open(deepLink('miner-12'));

  expect(route.value).toEqual({ name: 'miner', id: '12' });
  back();
  expect(route.value).toEqual({ name: 'miners' });
  expect(canGoBack.value).toBe(false);
});

test('going back returns to where the list was scrolled to', () => {
  vi.stubGlobal('window', { scrollY: 640 });
  change({ name: 'miners' });

  go({ name: 'miner', id: '7' });
  expect(scrolled.value).toBe(0);
  back();

  expect(scrolled.value).toBe(640);
});
