import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { makePaced } from '../src/state/paced';
import { deferred } from './deferred';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

test('many changes at once are one question', async () => {
  const ask = vi.fn(() => Promise.resolve());
  const paced = makePaced(ask);

  for (let moved = 0; moved < 50; moved++) paced.nudge();
  expect(paced.busy.value).toBe(true);
  await vi.runAllTimersAsync();

  expect(ask).toHaveBeenCalledTimes(1);
  expect(paced.busy.value).toBe(false);
});

test('one question is under way at most, and the last change is asked for after it', async () => {
  const answers = [deferred<undefined>(), deferred<undefined>()];
  let asked = 0;
  const paced = makePaced(() => answers[asked++]?.promise ?? Promise.resolve());

  paced.nudge();
  await vi.advanceTimersByTimeAsync(1_000);
  paced.nudge();
  paced.nudge();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toBe(1);

  answers[0]?.resolve(undefined);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(2);
  answers[1]?.resolve(undefined);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(2);
  expect(paced.busy.value).toBe(false);
});

test('a slider moved for a minute asks no more than the server answers', async () => {
  const ask = vi.fn(() => Promise.resolve());
  const paced = makePaced(ask);

  for (let ms = 0; ms < 60_000; ms += 16) {
    paced.nudge();
    await vi.advanceTimersByTimeAsync(16);
  }

  expect(ask.mock.calls.length).toBeLessThanOrEqual(240);
  expect(ask.mock.calls.length).toBeGreaterThan(180);
});
