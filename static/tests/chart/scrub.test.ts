import { expect, test } from 'vitest';

import { stepped } from '../../src/chart/scrub';

test.each([
  ['ArrowLeft', 10, 9],
  ['ArrowDown', 10, 9],
  ['ArrowRight', 10, 11],
  ['ArrowUp', 10, 11],
  ['PageDown', 10, 3],
  ['PageUp', 10, 17],
  ['Home', 10, 0],
  ['End', 10, 29],
  ['ArrowLeft', 0, 0],
  ['PageDown', 3, 0],
  ['ArrowRight', 29, 29],
  ['Escape', 10, null],
])('%s at %i of thirty leads to %j', (key, at, to) => {
  expect(stepped(key, at, 30)).toBe(to);
});

test.each([
  ['ArrowLeft', 28],
  ['ArrowRight', 29],
  ['Home', 0],
  ['Escape', undefined],
  ['Tab', undefined],
  ['a', undefined],
])('with nothing chosen, %s starts from the newest: %j', (key, to) => {
  expect(stepped(key, null, 30)).toBe(to);
});
