import { expect, test } from 'vitest';

import { binned, binOf, spanOf, type Point } from '../../src/chart/bins';
import { sum } from '../../src/decimal';
import { amounts, chances } from './chance';

function days(values: readonly bigint[]): Point[] {
  return values.map((value, at) => ({
    day: new Date(Date.UTC(2026, 10, 21) - (values.length - 1 - at) * 86_400_000)
      .toISOString()
      .slice(0, 10),
    value,
  }));
}

const COUNTS = [0, 1, 2, 6, 7, 8, 89, 90, 365, 1000, 10_000];

test.each(COUNTS)('the bins of %i days add up exactly and leave no day out', (count) => {
  for (const span of [1, 7, 28, 364]) {
    const points = days(amounts(count, 17, chances(count + span)));

    const bins = binned(points, span);

    expect(sum(bins.map(({ value }) => value))).toBe(sum(points.map(({ value }) => value)));
    expect(bins.reduce((total, bin) => total + bin.days, 0)).toBe(count);
    expect(bins[0]?.from).toBe(points[0]?.day);
    expect(bins[bins.length - 1]?.to).toBe(points[points.length - 1]?.day);
  }
});

test('only the oldest bin can be a short one', () => {
  const bins = binned(days(amounts(90, 17, chances(1))), 7);

  expect(bins.map((bin) => bin.days)).toEqual([6, ...Array.from({ length: 12 }, () => 7)]);
});

test.each(COUNTS)('%i days make bars of three pixels or more on any screen', (count) => {
  for (const width of [0, 1, 200, 304, 528]) {
    const bars = Math.ceil(count / spanOf(count, width));

    expect(bars).toBeLessThanOrEqual(Math.max(1, width / 4));
  }
});

test.each([
  [30, 304, 1],
  [90, 304, 7],
  [90, 528, 1],
  [730, 304, 14],
  [10_000, 304, 182],
])('%i days on %i pixels: a bar for every %i', (count, width, span) => {
  expect(spanOf(count, width)).toBe(span);
});

test('every day is found in the bin that covers it', () => {
  const points = days(amounts(100, 17, chances(2)));
  const bins = binned(points, 7);

  for (const { day } of points) {
    const bin = bins[binOf(bins, { from: day, to: day }) ?? -1];

    expect(bin !== undefined && bin.from <= day && day <= bin.to).toBe(true);
  }
});

test.each(['2020-01-01', '2030-01-01'])('%s is in no bin', (day) => {
  expect(binOf(binned(days([1n, 2n, 3n]), 1), { from: day, to: day })).toBeNull();
});

test('nothing is in no bin', () => {
  expect(binOf(binned(days([1n, 2n, 3n]), 1), null)).toBeNull();
});

test('a week is found where one bar covers it, and not where several do', () => {
  const points = days(amounts(21, 17, chances(3)));
  const weeks = binned(points, 7);
  const [, week] = weeks;
  if (week === undefined) throw new Error('no second week');

  expect(binOf(weeks, week)).toBe(1);
  expect(binOf(binned(points, 14), week)).toBe(1);
  expect(binOf(binned(points, 1), week)).toBeNull();
  expect(binOf(binned(points.slice(1, -1), 7), week)).toBeNull();
});

test('a day without income between two bins is in neither', () => {
  const apart = [
    { day: '2026-11-01', value: 1n },
    { day: '2026-11-05', value: 1n },
  ];

  expect(binOf(binned(apart, 1), { from: '2026-11-03', to: '2026-11-03' })).toBeNull();
});
