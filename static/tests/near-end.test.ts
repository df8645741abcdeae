import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { useNearEnd } from '../src/ui/useNearEnd';
import { mount } from './telegram/mount';

interface Given {
  more: () => Promise<void>;
  rows: readonly number[];
}

let look: (isNear: boolean) => void;
let asked: number;

vi.mock('../src/ui/nearness', () => ({
  watchNearness: (_: Element, tell: (seen: { isIntersecting: boolean }) => void) => {
    look = (isIntersecting) => {
      tell({ isIntersecting });
    };
    return () => undefined;
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

function offline(): Promise<void> {
  asked += 1;
  return Promise.reject(new Error('offline'));
}

async function shown(more: Given['more'] = offline): Promise<ReturnType<typeof mount<Given>>> {
  const mounted = mount<Given>(
    (given) => {
      useNearEnd(given.more, given.rows).current = {} as HTMLDivElement;
    },
    { more, rows: [] },
  );
  await vi.advanceTimersByTimeAsync(100); // in which effects are begun
  return mounted;
}

test('what could not be had is asked for again, once every three seconds', async () => {
  const { end } = await shown();

  look(true);
  look(true);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toBe(2);

  await vi.advanceTimersByTimeAsync(9_000);
  expect(asked).toBe(5);
  end();
});

test('an end that is far again is not asked for', async () => {
  const { end } = await shown();
  look(true);
  await vi.advanceTimersByTimeAsync(100);

  look(false);
  await vi.advanceTimersByTimeAsync(9_000);

  expect(asked).toBe(1);
  end();
});

function slow(): [refusals: (() => void)[], more: Given['more']] {
  const refusals: (() => void)[] = [];
  return [refusals, () => new Promise((_, refuse) => refusals.push(() => { refuse(new Error('offline')); }))];
}

test.each([
  ['before it was refused', ['end', 'refuse']],
  ['after it was refused', ['refuse', 'end']],
  ['after it was refused twice', ['refuse', 'refuse', 'end']],
])('a list that was left %s is not asked for again', async (_, turns) => {
  const [refusals, more] = slow();
  const { end } = await shown(more);
  look(true);
  look(true);

  for (const each of turns) {
    if (each === 'end') end();
    else refusals.shift()?.();
    await vi.advanceTimersByTimeAsync(100);
  }
  const left = refusals.length;
  await vi.advanceTimersByTimeAsync(9_000);

  expect(refusals).toHaveLength(left);
});

test('what is asked for anew is not asked for again meanwhile', async () => {
  const [refusals, more] = slow();
  const { end } = await shown(more);
  look(true);
  refusals.shift()?.();
  await vi.advanceTimersByTimeAsync(1_000);

  look(true);
  await vi.advanceTimersByTimeAsync(9_000);

  expect(refusals).toHaveLength(1);
  end();
});
