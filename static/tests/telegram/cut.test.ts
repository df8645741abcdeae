import { expect, test } from 'vitest';

import { cut } from '../../src/telegram/cut';

test.each([
  ['fits', 'short', 5, 'short'],
  ['is trimmed', '  short  ', 5, 'short'],
  ['loses a word rather than half of one', 'one two three four', 16, 'one two three…'],
  ['keeps a word that just fits', 'one two three four', 14, 'one two three…'],
  ['is cut inside a word that fills it', 'one abcdefghijklmnop', 12, 'one abcdefg…'],
  ['keeps surrogates together', '⛏⛏⛏💎💎', 5, '⛏⛏⛏…'],
  ['keeps joined signs together', 'ab👩‍👩‍👧‍👦c', 6, 'ab…'],
  ['keeps accents on their letters', 'abcde\u0301f', 6, 'abcd…'],
])('a text that %s', (_, text, most, shortened) => {
  expect(cut(text, most)).toBe(shortened);
  expect(shortened.length).toBeLessThanOrEqual(most);
});
