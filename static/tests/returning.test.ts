import { afterEach, expect, test, vi } from 'vitest';

import { Fault } from '../src/fault';
import { makePart, makeParts, refreshWatched } from '../src/state/loaded';
import { deferred } from './deferred';

afterEach(() => {
  vi.useRealTimers();
});

test('what is shown is asked for again when it is old, and what nobody looks at is not', async () => {
  vi.useFakeTimers();
  const asked: string[] = [];
  const part = makeParts((key) => Promise.resolve(asked.push(key)));
  const unwatch = part('shown').watch();
  part('left').watch()();
  await vi.advanceTimersByTimeAsync(30_000);

  refreshWatched();
  expect(asked).toEqual(['shown', 'left']);

  await vi.advanceTimersByTimeAsync(60_000);
  refreshWatched();
  refreshWatched(); // Some returns are told twice.
  expect(asked).toEqual(['shown', 'left', 'shown']);

  unwatch();
  await vi.advanceTimersByTimeAsync(90_000);
  refreshWatched();
  expect(asked).toHaveLength(3);
});

test('a question that sleep broke off is asked again by whoever returns, once', async () => {
  const [broken, gone] = [deferred<string>(), new Fault('offline')];
  const answers = [broken.promise, Promise.reject(gone), Promise.resolve('too many')];
  const part = makePart(() => answers.shift() ?? Promise.reject(new Fault('internal')));

  const end = part.watch();
  refreshWatched();
  refreshWatched();
  broken.reject(gone);
  await vi.waitFor(() => {
    expect(part.now.value).toEqual({ state: 'failed', fault: gone });
  });
  end();

  expect(answers).toHaveLength(1);
});

test('what the server refused is not asked again for a return', async () => {
  const refused = deferred<string>();
  const asked: number[] = [];
  const part = makePart(() => {
    asked.push(1);
    return refused.promise;
  });

  const end = part.watch();
  refreshWatched();
  refused.reject(new Fault('rate_limited'));
  await vi.waitFor(() => {
    expect(part.now.value.state).toBe('failed');
  });
  end();

  expect(asked).toHaveLength(1);
});
