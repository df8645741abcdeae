import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Attempt } from '../src/api/routes';
import { renewing } from '../src/wallet/renewing';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');

let offered: (string | null)[];
let issued: number;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  [offered, issued] = [[], 0];
});

afterEach(() => {
  vi.useRealTimers();
});

function attempt(minutes: number): Attempt {
  const expiresAt = new Date(Date.now() + minutes * MINUTE).toISOString();
  return { payload: `payload ${String(issued++)}`, expiresAt };
}

function offer(given: Attempt | null): void {
  offered.push(given?.payload ?? null);
}

test('a payload is renewed before it runs out', async () => {
  renewing(attempt(5), () => Promise.resolve(attempt(5)), offer);

  await vi.advanceTimersByTimeAsync(4 * MINUTE - 1);
  expect(offered).toEqual(['payload 0']);
  await vi.advanceTimersByTimeAsync(1);

  expect(offered).toEqual(['payload 0', 'payload 1']);
});

test.each([
  [-60, 0.5],
  [600, 10],
])('a phone whose clock is off (%i minutes left) still renews after %d minutes', async (left, after) => {
  renewing(attempt(left), () => Promise.resolve(attempt(left)), offer);

  await vi.advanceTimersByTimeAsync(after * MINUTE);

  expect(offered).toEqual(['payload 0', 'payload 1']);
});

test('while none can be had nothing stale is offered, and it is tried again', async () => {
  const answers = [() => Promise.reject(new Error('down')), () => Promise.resolve(attempt(15))];
  renewing(attempt(5), () => (answers.shift() ?? (() => Promise.resolve(attempt(15))))(), offer);

  await vi.advanceTimersByTimeAsync(4 * MINUTE);
  expect(offered).toEqual(['payload 0', null]);
  await vi.advanceTimersByTimeAsync(5_000);

  expect(offered).toEqual(['payload 0', null, 'payload 1']);
});

test('once stopped it offers no more, an answer under way included', async () => {
  let answer: (given: Attempt) => void = () => undefined;
  const stop = renewing(attempt(5), () => new Promise((resolve) => (answer = resolve)), offer);
  await vi.advanceTimersByTimeAsync(4 * MINUTE);

  stop();
  answer(attempt(5));
  await vi.advanceTimersByTimeAsync(60 * MINUTE);

  expect(offered).toEqual(['payload 0']);
});
