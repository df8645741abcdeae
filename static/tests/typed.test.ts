import { expect, test } from 'vitest';

import { forField, typed } from '../src/typed';

test.each([
  ['16', 'en', '16'],
  ['16.5', 'en', '16.5'],
  ['16,5', 'en', '16.5'],
  ['16,5', 'de', '16.5'],
  ['16.5', 'ru', '16.5'],
  ['1,234.5', 'en', '1234.5'],
  ['1.234,5', 'de', '1234.5'],
  ['1.234,5', 'en', '1234.5'],
  ['1,234', 'en', '1234'],
  ['1,234', 'ru', '1.234'],
  ['1.234', 'de', '1234'],
  ['0,123', 'en', '0.123'],
  ['1,234,567', 'ru', '1234567'],
  ['1 234,5', 'ru', '1234.5'],
  ['1\u00a0234,5', 'ru', '1234.5'],
  ['1\u202f234', 'en', '1234'],
  ['1’234.5', 'de', '1234.5'],
  [' 16 ', 'en', '16'],
  ['１６．５', 'zh-CN', '16.5'],
  [',5', 'de', '0.5'],
  ['16,', 'de', '16'],
])('%s typed by who speaks %s is %s', (text, locale, plain) => {
  expect(typed(text, locale)).toBe(plain);
});

test.each(['', ' ', '.', ',', '-5', '+5', '1e3', '16 TH', '1,2.5', '1,2,3', '1..5', '0x10', 'NaN', '1'.repeat(19)])(
  '“%s” is no number',
  (text) => {
    expect(typed(text, 'en')).toBeNull();
  },
);

test.each(['en', 'ru', 'es', 'de', 'tr', 'pt-BR', 'zh-CN'])('what a slider puts into a field is read back in %s', (locale) => {
  for (const plain of ['0.5', '16', '16.5', '1234.5', '10000000']) {
    expect(typed(forField(plain, locale), locale)).toBe(plain);
  }
});
