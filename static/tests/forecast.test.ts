import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { leave } from '../src/state/app';
import { askable, asking, figureOf, forecast, isWrong, reset, want, wish } from '../src/state/forecast';

let asked: unknown[];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal('fetch', (path: string, { body }: { body: string }) => {
    expect(path).toBe('/api/forecast');
    asked.push(JSON.parse(body));
    return Promise.resolve(new Response('{"data":{}}'));
  });
  leave(); // Each test begins with nothing wished for.
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([
  ['power', '0', '0'],
  ['power', '10,000,000', '10000000'],
  ['power', '10,000,000.1', null],
  ['efficiency', '1000', '1000'],
  ['efficiency', '1000.5', null],
  ['pricePerTh', '0.01', '0.01'],
  ['pricePerTh', '0', null],
] as const)('%s of %s is %s', (name, text, plain) => {
  expect(figureOf(name, text)).toBe(plain);
});

test('what is typed and moved is asked for as plain decimals', async () => {
  want({ whose: 'other', power: '16', efficiency: '16,5', payoutChange: '-0.1' });
  want({ discounts: { ...wish.value.discounts, level: '0.06' }, pricePerTh: '13,5', years: '5' });
  await vi.runAllTimersAsync();

  expect(asked).toEqual([{
    power: '16',
    efficiency: '16.5',
    kwhPrice: null,
    serviceCost: null,
    btcRate: null,
    payoutChange: '-0.1',
    discounts: ['0.06', '0', '0'],
    pricePerTh: '13.5',
    years: 5,
  }]);
});

test('a slip of the finger is not asked for, and its correction is', async () => {
  want({ whose: 'other', power: '16', efficiency: '15x' });
  await vi.runAllTimersAsync();
  expect(asked).toEqual([]);
  expect(askable.value).toBe(false);
  expect(asking.value).toBe(false);

  want({ efficiency: '15' });
  await vi.runAllTimersAsync();

  expect(asked).toHaveLength(1);
  expect(askable.value).toBe(true);
});

test('today’s figures come back at one touch, while the miner stays', async () => {
  want({ whose: 'other', power: '16', efficiency: '15', btcRate: '50000', kwhPrice: '0.1', payoutChange: '0.5' });

  reset();
  await vi.runAllTimersAsync();

  expect(asked[0]).toMatchObject({ power: '16', kwhPrice: null, btcRate: null, payoutChange: '0' });
});

test.each(['', ' '])('a price emptied to “%s” is the best on offer, as before one was typed', async (text) => {
  want({ pricePerTh: '50' });
  await vi.runAllTimersAsync();

  want({ pricePerTh: text });
  await vi.runAllTimersAsync();

  expect(asked.at(-1)).toMatchObject({ pricePerTh: null });
  expect(askable.value).toBe(true);
  expect(isWrong('pricePerTh', text)).toBe(false);
});

test.each(['power', 'efficiency'] as const)('a miner without its %s is not asked for', (name) => {
  want({ whose: 'other', power: '16', efficiency: '15', [name]: '' });

  expect(askable.value).toBe(false);
  expect(isWrong(name, '')).toBe(true);
});

test('a price that is none is gone with what else is not as today', async () => {
  want({ pricePerTh: '12x' });
  expect(askable.value).toBe(false);

  reset();
  await vi.runAllTimersAsync();

  expect(wish.value.pricePerTh).toBeNull();
  expect(asked).toHaveLength(1);
});

test('what one user tried out is gone when the next one signs in', async () => {
  want({ whose: 'other', power: '999', efficiency: '15' });
  await vi.runAllTimersAsync();

  leave();
  await forecast.load();

  expect(wish.value).toMatchObject({ whose: 'mine', power: '', efficiency: '' });
  expect(asked[1]).toMatchObject({ power: null, efficiency: null });
});
