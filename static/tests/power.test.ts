import { expect, test } from 'vitest';

import { decimal } from '../src/decimal';
import { latestIncome } from '../src/state/latest';
import { powerOf } from '../src/state/power';

test('efficiency is weighted by power', () => {
  const { total, efficiency } = powerOf([
    { power: '30', energyEfficiency: '20' },
    { power: '10', energyEfficiency: '40' },
  ]);

  expect(total).toBe(decimal('40'));
  expect(efficiency).toBe(decimal('25'));
});

test('no miners have no efficiency', () => {
  expect(powerOf([])).toEqual({ total: 0n, efficiency: null });
});

test.each([
  [{ value: '0.00000123', createdAt: '2026-11-21T03:00:00Z' }, '2026-11-21T03:00:00Z'],
  [{ value: '0.00000123' }, ''],
])('the last income is read with or without a date', (given, createdAt) => {
  expect(latestIncome(given)).toEqual({ value: decimal('0.00000123'), createdAt });
});

test.each([{}, null, 'text', { value: null }, { value: 'much' }])(
  'an unknown form of it (%j) is not guessed at',
  (given) => {
    expect(latestIncome(given)).toBeNull();
  },
);
