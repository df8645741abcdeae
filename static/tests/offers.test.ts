import { afterEach, expect, test } from 'vitest';

import { payback } from '../src/screens/offers/figures';
import { speak } from '../src/words';

afterEach(() => speak('en'));

test.each([
  ['en', '729', '729 days'],
  ['en', '730', '2 years'],
  ['en', '1000.5', '2.7 years'],
  ['ru', '1095', '3 года'],
  ['ru', '1825', '5 лет'],
  ['ru', '2010', '5,5 года'],
  ['ru', '7665', '21 год'],
  ['ru', '7700', '21 год'],
  ['ru', '7710', '21,1 года'],
  ['de', '1095', '3 Jahre'],
  ['zh-CN', '1095', '3 年'],
])('in %s, %s days are %s', async (language, days, said) => {
  await speak(language);

  expect(payback(days, 'never')).toBe(said);
});

test('what never comes is said so', () => {
  expect(payback(null, 'never')).toBe('never');
});
