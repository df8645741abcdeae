import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { loadMoreMiners, miners } from '../src/state/portfolio';

let asked: number[];
let owned: number[];
let cap: number;

/** A server that owns the miners numbered in `owned`, and gives `cap` of them at most. */
function partner(path: string): Promise<Response> {
  const query = new URL(path, 'https://app.example').searchParams;
  const [limit, offset] = [Number(query.get('limit')), Number(query.get('offset'))];
  asked.push(offset);
  const array = owned.slice(offset, offset + Math.min(limit, cap)).map((id) => ({ id }));
  return Promise.resolve(new Response(JSON.stringify({ data: { array } })));
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, id) => id);
}

function shown(): [number, boolean] {
  const now = miners.now.value;
  if (now.state !== 'ready') throw new Error('not loaded');
  return [now.value.list.length, now.value.more];
}

beforeEach(() => {
  [asked, cap] = [[], 50];
  vi.stubGlobal('fetch', partner);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  [0, false],
  [7, false],
  [49, false],
  [50, true],
])('%i miners on the first page', async (count, more) => {
  owned = upTo(count);

  await miners.load();

  expect(shown()).toEqual([count, more]);
});

test('more miners follow from where the list ends', async () => {
  owned = upTo(70);

  await miners.load();
  await loadMoreMiners();

  expect(shown()).toEqual([70, true]);
  expect(asked).toEqual([0, 50]);
  await loadMoreMiners();
  expect(shown()).toEqual([70, false]);
});

test('a partner that gives twenty at most does not end the list', async () => {
  owned = upTo(45);
  cap = 20;

  await miners.load();
  await loadMoreMiners();
  await loadMoreMiners();

  expect(shown()).toEqual([45, false]);
});

test('a partner that does not know paging does not make the list endless', async () => {
  owned = upTo(50);
  await miners.load();
  owned = [...owned, ...owned];

  await loadMoreMiners();

  expect(shown()).toEqual([50, false]);
});

test('a miner that slid to the next page is not shown twice', async () => {
  owned = upTo(60);
  await miners.load();
  owned = [999, ...owned];

  await loadMoreMiners();

  expect(shown()).toEqual([60, false]);
});
