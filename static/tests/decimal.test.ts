import { describe, expect, test } from 'vitest';

import { parseExact } from '../src/api/exact';
import { decimal, ONE, over, sum } from '../src/decimal';

describe('a JSON number keeps every digit', () => {
  test.each([
    ['0.0000024451234567', 2_445_123_456_700n],
    ['4.94e-7', 494_000_000_000n],
    ['4.94E-07', 494_000_000_000n],
    ['-0.5', -(ONE / 2n)],
    ['1e3', 1000n * ONE],
    ['12345678901234567890', 12_345_678_901_234_567_890n * ONE],
    ['0', 0n],
    ['1e-19', 0n],
  ])('%s', (digits, units) => {
    expect(decimal(digits)).toBe(units);
  });

  test.each(['', 'NaN', '1.', '.5', '0x10', '1e9999', ' 1', '1,5'])('%j is no number', (text) => {
    expect(decimal(text)).toBeNull();
  });
});

describe('parsing', () => {
  test('a number beyond a double arrives as it was written', () => {
    const parsed = parseExact('{"data":{"value":0.1234567890123456789,"id":12345678901234567890}}');

    expect(parsed).toEqual({ data: { value: '0.1234567890123456789', id: '12345678901234567890' } });
  });

  test('digits inside strings are left alone', () => {
    const text = String.raw`{"a-1":"3.5 \"7\" \\","b":[1,-2e5,"\u0041 9"],"c":true,"d":null}`;

    expect(parseExact(text)).toEqual({
      'a-1': '3.5 "7" \\',
      b: ['1', '-2e5', 'A 9'],
      c: true,
      d: null,
    });
  });

  test('what is no JSON is refused', () => {
    expect(() => parseExact('<html>502</html>')).toThrow(SyntaxError);
  });
});

test('a float would have lost what the sum keeps', () => {
  const parts = ['0.1', '0.2'].map((digits) => decimal(digits) ?? 0n);

  expect(sum(parts)).toBe(decimal('0.3'));
});

test('dividing cuts below the last place, and by nothing it is nothing', () => {
  expect(over(ONE, 3n * ONE)).toBe(333_333_333_333_333_333n);
  expect(over(ONE, 0n)).toBeNull();
});
