import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Digits } from '../src/decimal';
import { change, forgetPreferences, prefer, preferences, type Preferences } from '../src/state/preferences';
import { locale } from '../src/words';

const NOTHING_CHOSEN = preferences.value;

/** Answers the changes in the order they are asked for; each waits until it is let through. */
let answer: (() => void)[];
let refuse: (() => void)[];
let asked: Partial<Preferences>[];
let server: Preferences;

beforeEach(() => {
  [answer, refuse, asked, server] = [[], [], [], NOTHING_CHOSEN];
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  forgetPreferences();
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    const wish = JSON.parse(body) as Partial<Preferences>;
    asked.push(wish);
    return new Promise((resolve, reject) => {
      answer.push(() => {
        server = { ...server, ...wish };
        resolve(new Response(JSON.stringify({ data: server })));
      });
      refuse.push(() => {
        reject(new TypeError('Failed to fetch'));
      });
    });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function askedFor(count: number): Promise<void> {
  await vi.waitFor(() => {
    expect(asked).toHaveLength(count);
  });
}

test('a change shows at once, and what the server answers stays', async () => {
  const changing = change({ unit: 'btc' });
  expect(preferences.value.unit).toBe('btc');
  await askedFor(1);
  answer[0]?.();

  expect(await changing).toBeNull();
  expect(preferences.value).toEqual({ ...NOTHING_CHOSEN, unit: 'btc' });
});

test('an answer does not undo what was changed since it was asked for', async () => {
  const first = change({ unit: 'btc' });
  const second = change({ currency: 'GOMINING' });
  await askedFor(1);
  answer[0]?.();
  await first;
  expect(preferences.value).toMatchObject({ unit: 'btc', currency: 'GOMINING' });
  await askedFor(2);
  answer[1]?.();
  await second;

  expect(asked).toEqual([{ unit: 'btc' }, { currency: 'GOMINING' }]);
  expect(preferences.value).toMatchObject({ unit: 'btc', currency: 'GOMINING' });
});

test('a change that fails is taken back, those around it stay', async () => {
  const changes = [change({ unit: 'btc' }), change({ notify: true }), change({ notifyHour: 7 })];
  await askedFor(1);
  answer[0]?.();
  await askedFor(2);
  refuse[1]?.();
  await askedFor(3);
  answer[2]?.();

  expect((await Promise.all(changes)).map((fault) => fault?.code)).toEqual([undefined, 'offline', undefined]);
  expect(preferences.value).toEqual({ ...NOTHING_CHOSEN, unit: 'btc', notifyHour: 7 });
});

test('a switch that is tried twice without a network stands as it stood', async () => {
  const changes = [change({ notify: true }), change({ notify: false }), change({ notify: true })];
  for (const [at] of changes.entries()) {
    await askedFor(at + 1);
    refuse[at]?.();
  }
  await Promise.all(changes);

  expect(preferences.value.notify).toBe(false);
});

test('when nothing is kept any more, nothing chosen is shown', async () => {
  prefer({ ...NOTHING_CHOSEN, language: 'de', notify: true, notifyHour: '7' as Digits });
  await vi.waitFor(() => {
    expect(locale()).toBe('de');
  });

  forgetPreferences();

  expect(preferences.value).toEqual(NOTHING_CHOSEN);
  await vi.waitFor(() => {
    expect(locale()).toBe('en');
  });
});
