import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { reaching } from '../src/screens/earnings/reaching';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T23:30:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['2026-11-23', '30'],
  ['2026-11-21', '30'],
  ['2026-10-23', '30'],
  ['2026-10-22', '90'],
  ['2026-08-24', '90'],
  ['2026-08-23', 'all'],
  ['2019-01-01', 'all'],
  ['2026-99-99', 'all'],
])('%s is reached by %s days', (day, range) => {
  expect(reaching(day)).toBe(range);
});
