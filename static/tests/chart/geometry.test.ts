import { expect, test } from 'vitest';

import { levelOf, scaleOf, share, within } from '../../src/chart/geometry';
import { areaPath, linePath, pointAt } from '../../src/chart/line';
import { barAt, barsPath, heightOf, leftOf, rowOf } from '../../src/chart/row';
import { amounts, chances } from './chance';

const PHONE = { width: 264, height: 148, density: 3 };
const NUMBERS = /-?\d+(\.\d+)?/g;

const SERIES: [string, bigint[]][] = [
  ['nothing', []],
  ['a single one', [5n]],
  ['zeros', [0n, 0n, 0n]],
  ['all alike', [7n, 7n, 7n, 7n]],
  ['losses', [-5n, 3n, -1n]],
  ['losses alone', [-5n, -3n]],
  ['one giant among dwarfs', [1n, 10n ** 30n, 1n]],
  ['ten thousand', amounts(10_000, 17, chances(3))],
];

test.each(SERIES)('%s: every path is made of finite numbers within the drawing', (_, values) => {
  const { top } = scaleOf(values);
  const row = rowOf(values.length, PHONE);
  const line = linePath(values, top, PHONE);
  const paths = [barsPath(values, top, row, PHONE), line, areaPath(line, PHONE)];

  for (const path of paths) {
    expect(path).toMatch(/^[MLHhvqz\d\s.-]*$/);
    const furthest = (path.match(NUMBERS) ?? []).reduce((most, at) => Math.max(most, Math.abs(Number(at))), 0);
    expect(furthest).toBeLessThanOrEqual(PHONE.width + 1);
  }
});

test('whatever is below zero, zero or nothing has no bar, and the least income has one', () => {
  const row = rowOf(3, PHONE);

  expect(barsPath([-5n, 0n, 0n], 0n, row, PHONE)).toBe('');
  expect(heightOf(1n, 10n ** 30n, PHONE)).toBe(2);
});

test('two or three lines at 1, 2 or 5 times a power of ten, and room for the highest bar', () => {
  const chance = chances(4);
  for (let digits = 0; digits < 24; digits += 1) {
    const largest = BigInt(1 + Math.floor(chance() * 999)) * 10n ** BigInt(digits);

    const { top, ticks } = scaleOf([0n, largest, -largest]);

    const [step = 0n] = ticks;
    expect([2, 3]).toContain(ticks.length);
    expect(step.toString()).toMatch(/^[125]0*$/);
    expect(ticks).toEqual(ticks.map((_, at) => step * BigInt(at + 1)));
    expect(top >= largest && ticks.every((tick) => tick <= top)).toBe(true);
    if (largest > 1n) expect(largest * 10n >= top * 8n).toBe(true);
    expect(step * 4n > top).toBe(true); // its figure has room under it
  }
});

test('what has nothing above zero has no scale', () => {
  for (const values of [[], [0n], [-1n, 0n]]) {
    expect(scaleOf(values)).toEqual({ top: 0n, ticks: [] });
  }
});

test('a share is between none and all of it', () => {
  expect([-1n, 0n, 1n, 2n, 3n].map((value) => share(value, 2n))).toEqual([0, 0, 0.5, 1, 1]);
  expect(share(1n, 0n)).toBe(0);
});

test.each([1, 2, 2.625, 3])('at %f screen pixels to one, edges stand between two', (density) => {
  const size = { ...PHONE, density };
  const row = rowOf(30, size);
  const lengths = [row.wide, levelOf(7n, 31n, size), ...[0, 1, 17, 29].map((at) => leftOf(row, at, density))];

  for (const length of lengths) {
    expect(Math.abs(length * density - Math.round(length * density))).toBeLessThan(1e-9);
  }
});

test.each([1, 7, 30, 66])('of %i bars, whichever is touched is the one that stands there', (count) => {
  const row = rowOf(count, PHONE);

  for (let at = 0; at < count; at += 1) {
    const left = leftOf(row, at, PHONE.density);
    expect(barAt(row, left + row.wide / 2)).toBe(at);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left + row.wide).toBeLessThanOrEqual(PHONE.width);
  }
  expect([barAt(row, -50), barAt(row, 5000)]).toEqual([0, count - 1]);
});

test('of a line, the nearest point is touched', () => {
  expect([-9, 0, 49, 51, 100, 400].map((x) => pointAt(3, 200, x))).toEqual([0, 0, 0, 1, 1, 2]);
  expect(pointAt(1, 200, 150)).toBe(0);
  expect(within(9, 3)).toBe(2);
});

test('a line runs from edge to edge, even with a single point', () => {
  const size = { width: 100, height: 50, density: 1 };

  expect(linePath([0n, 5n, 10n], 10n, size)).toBe('M0 50L50 25L100 0');
  expect(linePath([5n], 10n, size)).toBe('M0 25L100 25');
  expect(areaPath('M0 25L100 25', size)).toBe('M0 25L100 25L100 50L0 50z');
});
