import { afterEach, describe, expect, test, vi } from 'vitest';

import { decimal, type Decimal } from '../src/decimal';
import { btc, day, figure, localDay, moment, percent, sats, shortened, signedPercent, usd, written } from '../src/format';

afterEach(() => {
  vi.unstubAllEnvs();
});

function exactly(digits: string): Decimal {
  const value = decimal(digits);
  if (value === null) throw new Error(`${digits} is no number`);
  return value;
}

describe('BTC is written to the satoshi and never rounded up', () => {
  test.each([
    ['0.00244512', '0.00244512'],
    ['0.123456789', '0.12345678'],
    ['0.999999999', '0.99999999'],
    ['1234.5', '1,234.50000000'],
    ['0', '0.00000000'],
    ['-0.00000001', '−0.00000001'],
  ])('%s', (digits, text) => {
    expect(btc(exactly(digits), 'en')).toBe(text);
  });
});

test('satoshis are counted, with digits below one where asked', () => {
  expect(sats(exactly('0.0123456789'), 'en')).toBe('1,234,567');
  expect(sats(exactly('4.94e-7'), 'en', 1)).toBe('49.4');
});

test('the language decides the marks', () => {
  expect(btc(exactly('1234.5'), 'de')).toBe('1.234,50000000');
  expect(figure(exactly('12345.678'), 'ru')).toBe('12\u00a0345,67');
});

test('a figure shows no needless digits', () => {
  expect(figure(exactly('32'), 'en')).toBe('32');
  expect(figure(exactly('20.50'), 'en')).toBe('20.5');
  expect(written(exactly('0.03895'), { least: 2, most: 4 }, 'en')).toBe('0.0389');
  expect(written(exactly('2'), { least: 2, most: 4 }, 'en')).toBe('2.00');
});

test.each([
  ['1.2499', 'en', '$1.24'],
  ['0.0389', 'en', '$0.0389'],
  ['-1234.5', 'en', '−$1,234.50'],
  ['1234.5', 'de', '1.234,50\u00a0$'],
  ['1.2', 'ru', '1,20\u00a0$'],
])('%s dollars in %s are %s', (digits, locale, text) => {
  expect(usd(exactly(digits), locale)).toBe(text);
});

test.each([
  ['0.0319', 'en', '+3.1%'],
  ['-0.5', 'en', '−50%'],
  ['0.0001', 'en', '0%'],
  ['-0.0009', 'en', '0%'],
  ['0.001', 'en', '+0.1%'],
  ['-0.0319', 'de', '−3,1\u00a0%'],
  ['0.0319', 'ru', '+3,1\u00a0%'],
  ['0.0319', 'tr', '+%3,1'],
  ['12.5', 'zh-CN', '+1,250%'],
])('a share of %s in %s is %s', (digits, locale, text) => {
  expect(signedPercent(exactly(digits), locale)).toBe(text);
});

test('a share without a sign has none', () => {
  expect(percent(exactly('0.065'), 'pt-BR')).toBe('6,5%');
  expect(percent(exactly('0'), 'de')).toBe('0\u00a0%');
});

test('a day is a date in UTC, and nonsense is nothing', () => {
  expect(day('2026-11-21T23:59:59Z', 'en')).toBe('Nov 21, 2026');
  expect(day('yesterday', 'en')).toBe('');
});

test.each([
  ['Asia/Shanghai', 'zh-CN', '2026年11月22日'],
  ['America/Los_Angeles', 'de', '21. Nov. 2026'],
])('the day of a moment is the one in %s', (zone, locale, text) => {
  vi.stubEnv('TZ', zone);

  expect(localDay('2026-11-21T23:59:59Z', locale)).toBe(text);
  expect(localDay('2026-11-22T00:30:00Z', locale)).toBe(text);
  expect(localDay('yesterday', locale)).toBe('');
});

test('a moment is told where the user is', () => {
  const iso = '2026-11-21T14:05:09Z';
  const here = new Date(iso);

  expect(moment(iso, 'de')).toContain(`:${String(here.getMinutes()).padStart(2, '0')}`);
  expect(moment(iso, 'de')).toContain(`${String(here.getDate())}.11.2026`);
  expect(moment('yesterday', 'de')).toBe('');
});

test('an address is shortened to what one recognises', () => {
  expect(shortened('UQAbCdEfGhIjKlMnOp')).toBe('UQAb…MnOp');
  expect(shortened('short')).toBe('short');
});
