import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Fault } from '../src/fault';
import { onFault } from '../src/state/heed';
import { clearAll } from '../src/state/loaded';
import { grow, minerList } from '../src/state/miners';
import { deferred } from './deferred';

const TOTAL = 120;

let asked: string[];
let refused: string | null;
let held: Promise<undefined> | undefined;

beforeEach(() => {
  [asked, refused, held] = [[], null, undefined];
  vi.stubGlobal('fetch', async (path: string) => {
    const query = new URLSearchParams(path.split('?')[1]);
    asked.push(`${query.get('offset') ?? ''}+${query.get('limit') ?? ''}`);
    await held;
    if (refused !== null) return new Response(`{"code":"${refused}"}`, { status: 401 });
    const from = Number(query.get('offset'));
    const count = Math.min(Number(query.get('limit')), TOTAL - from);
    const array = Array.from({ length: count }, (_, at) => ({ id: from + at }));
    const data = { array, total: TOTAL, complete: true, unit: 'usd', age: 0, fault: null };
    return new Response(JSON.stringify({ data }));
  });
});

afterEach(() => {
  clearAll();
  onFault(() => false);
  vi.unstubAllGlobals();
});

function rows(): number {
  const { value: now } = minerList('net').now;
  return now.state === 'ready' ? now.value.rows.length : 0;
}

test('a list grows page by page up to its end', async () => {
  await minerList('net').load();
  await Promise.all([grow('net'), grow('net')]);
  expect(rows()).toBe(100);

  await grow('net');
  await grow('net');

  expect(rows()).toBe(TOTAL);
  expect(asked).toEqual(['0+50', '50+50', '100+50']);
});

test('a list that is renewed is as long as before', async () => {
  await minerList('net').load();
  await grow('net');

  await minerList('net').refresh();

  expect(rows()).toBe(100);
  expect(asked.at(-1)).toBe('0+100');
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
  refused = 'sign_in_again';

  await expect(grow('net')).rejects.toEqual(new Fault('sign_in_again'));

  expect(heard).toEqual(['sign_in_again']);
  expect(rows()).toBe(50);
});

test('a list that is renewed while it grows grows all the same', async () => {
  await minerList('net').load();
  const renewed = deferred<undefined>();

  held = renewed.promise;
  const growing = grow('net');
  held = undefined;
  await minerList('net').refresh();
  renewed.resolve(undefined);
  await growing;

  expect(rows()).toBe(100);
  expect(asked).toEqual(['0+50', '50+50', '0+50', '50+50']);
});
