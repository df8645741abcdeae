import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { clearAll } from '../src/state/loaded';
import { grow, minerList } from '../src/state/miners';
import { deferred } from './deferred';
import { list, mining, rows, type Mine } from './mining';

let mine: Mine;

beforeEach(() => {
  mine = mining();
});
afterEach(() => {
  clearAll();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a list that is renewed while it grows grows all the same', async () => {
  await minerList('net').load();
  const renewed = deferred<undefined>();

  mine.held = renewed.promise;
  const growing = grow('net');
  await vi.waitFor(() => {
    expect(mine.asked).toHaveLength(2);
  });
  mine.held = undefined;
  await minerList('net').refresh();
  renewed.resolve(undefined);
  await growing;

  expect(rows()).toBe(100);
  expect(mine.asked).toEqual(['0+50', '50+50', '0+50', '50+50']);
});

test('a page that comes before the renewal of the rows above it waits for that', async () => {
  await minerList('net').load();
  const [paged, renewed] = [deferred<undefined>(), deferred<undefined>()];
  const before = list().value.rows;

  mine.held = paged.promise;
  const growing = grow('net');
  await vi.waitFor(() => {
    expect(mine.asked).toHaveLength(2);
  });
  mine.held = renewed.promise;
  const renewing = minerList('net').refresh();
  mine.held = undefined;
  paged.resolve(undefined);
  await new Promise((resolve) => setTimeout(resolve));
  expect(rows()).toBe(50);
  renewed.resolve(undefined);
  await Promise.all([growing, renewing]);

  expect(rows()).toBe(100);
  expect(list().value.rows[0]).not.toBe(before[0]);
});

test.each([
  ['answered', null],
  ['refused', 'sign_in_again'],
])('a list whose renewal is under way grows once that is %s', async (_, code) => {
  await minerList('net').load();
  const renewed = deferred<undefined>();

  mine.held = renewed.promise;
  const renewing = minerList('net').refresh();
  const growing = grow('net');
  mine.refused = code;
  renewed.resolve(undefined);
  await renewing;
  expect(mine.asked).toEqual(['0+50', '0+50']);
  mine.refused = null;
  await growing;

  expect(rows()).toBe(100);
});

test('a list that grows is as old as its first rows, and as faulty', async () => {
  vi.useFakeTimers();
  await minerList('net').load();
  const { at } = list();
  mine.refused = 'sign_in_again';
  await minerList('net').refresh();
  const { fault } = list();
  mine.refused = null;
  vi.advanceTimersByTime(60_000);

  await grow('net');

  expect(rows()).toBe(100);
  expect(list()).toMatchObject({ at, fault });
  expect(fault).not.toBeNull();
});

test.each([
  [{ age: 720, fault: 'partner_timeout' }, { age: 0, fault: null }],
  [{ age: 0, fault: null }, { age: 720, fault: 'partner_timeout' }],
  [{ age: 30, fault: null }, { age: 720, fault: 'partner_timeout' }],
  [{ age: 60, fault: 'internal' }, { age: 720, fault: 'partner_timeout' }],
  [{ age: 720, fault: 'partner_timeout' }, { age: 60, fault: 'internal' }],
  [{ age: 720, fault: 'partner_timeout' }, { age: 900, fault: null }],
])('of what is %o and %o the oldest that could not be renewed is told', async (first, next) => {
  mine.told = first;
  await minerList('net').load();
  mine.told = next;

  await grow('net');

  expect(list().value).toMatchObject({ age: 720, fault: 'partner_timeout' });
});
