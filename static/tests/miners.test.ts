import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Fault } from '../src/fault';
import { onFault } from '../src/state/heed';
import { clearAll } from '../src/state/loaded';
import { grow, minerList } from '../src/state/miners';
import { mining, rows, TOTAL, type Mine } from './mining';

let mine: Mine;

beforeEach(() => {
  mine = mining();
});
afterEach(() => {
  clearAll();
  onFault(() => false);
  vi.unstubAllGlobals();
});

test('a list grows page by page up to its end', async () => {
  await minerList('net').load();
  await Promise.all([grow('net'), grow('net')]);
  expect(rows()).toBe(100);

  await grow('net');
  await grow('net');

  expect(rows()).toBe(TOTAL);
  expect(mine.asked).toEqual(['0+50', '50+50', '100+50']);
});

test('a list that is renewed is as long as before', async () => {
  await minerList('net').load();
  await grow('net');

  await minerList('net').refresh();

  expect(rows()).toBe(100);
  expect(mine.asked.at(-1)).toBe('0+100');
});

test('a list that is asked for anew begins with its first page', async () => {
  await minerList('net').load();
  await grow('net');

  clearAll();
  await minerList('net').load();

  expect(rows()).toBe(50);
});

test('who may not go on while a list grows is told so', async () => {
  await minerList('net').load();
  const heard: string[] = [];
  onFault(({ code }) => heard.push(code) > 0);
  mine.refused = 'sign_in_again';

  await expect(grow('net')).rejects.toEqual(new Fault('sign_in_again'));

  expect(heard).toEqual(['sign_in_again']);
  expect(rows()).toBe(50);
});
