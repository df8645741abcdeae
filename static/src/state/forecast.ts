import { computed, effect, signal } from '@preact/signals';

import * as api from '../api/routes';
import { decimal } from '../decimal';
import { typed } from '../typed';
import { locale } from '../words';
import { phase } from './app';
import { makePart } from './loaded';
import { makePaced } from './paced';

/** The bounds of what is typed in: the server's, both ends allowed. */
export const BOUNDS = {
  power: { least: '0', most: '10000000' },
  efficiency: { least: '0', most: '1000' },
  pricePerTh: { least: '0.01', most: '1000000' },
} as const;
export type Typed = keyof typeof BOUNDS;

export const DISCOUNTS = ['level', 'gomining', 'further'] as const;
export type Discount = (typeof DISCOUNTS)[number];
export type Years = '1' | '2' | '3' | '4' | '5';

/**
 * What the forecast is about: one's own miners or another, and what is other than today.
 *
 * `power`, `efficiency` and `pricePerTh` stand as they were typed; the rest are plain decimals,
 * `payoutChange` and the discounts fractions. `null` is today's figure, or the best price on offer;
 * an emptied price is that, too.
 */
export interface Wish {
  whose: 'mine' | 'other';
  power: string;
  efficiency: string;
  kwhPrice: string | null;
  btcRate: string | null;
  payoutChange: string;
  discounts: Record<Discount, string>;
  pricePerTh: string | null;
  years: Years;
}

/** What `reset` goes back to. */
const AS_TODAY: Pick<Wish, 'kwhPrice' | 'btcRate' | 'payoutChange' | 'discounts' | 'pricePerTh'> = {
  kwhPrice: null,
  btcRate: null,
  payoutChange: '0',
  discounts: { level: '0', gomining: '0', further: '0' },
  pricePerTh: null,
};
const FIRST: Wish = {
  whose: 'mine', power: '', efficiency: '', ...AS_TODAY, years: '3',
};

const BLANK: api.ForecastAsked = {
  power: null, efficiency: null, kwhPrice: null, serviceCost: null, btcRate: null, payoutChange: null,
  discounts: [], pricePerTh: null, years: 1,
};

const wished = signal<Wish>(FIRST);
let asked = question(FIRST) ?? BLANK;

/** What is wished to be known. */
export const wish = computed(() => wished.value);
/** The answer to the latest wish that could be asked for. */
export const forecast = makePart(() => api.forecast(asked));
const paced = makePaced(() => forecast.refresh());
/** Whether the answer to the latest wish is on its way. */
export const asking = paced.busy;
/** Whether what is typed can be asked for. */
export const askable = computed(() => question(wished.value) !== null);

/** Changes the wish and asks for its answer; what cannot be asked for waits to be put right. */
export function want(changed: Partial<Wish>): void {
  wished.value = { ...wished.value, ...changed };
  const next = question(wished.value);
  if (next === null) return;
  asked = next;
  paced.nudge();
}

/** Goes back to today's rates and the best price on offer, without discounts. */
export function reset(): void {
  want(AS_TODAY);
}

/** Returns a typed figure as a plain decimal; `null` where it is none, or out of bounds. */
export function figureOf(name: Typed, text: string): string | null {
  const plain = typed(text, locale());
  const value = plain === null ? null : decimal(plain);
  const { least, most } = BOUNDS[name];
  const [low, high] = [decimal(least) ?? 0n, decimal(most) ?? 0n];
  return value === null || value < low || value > high ? null : plain;
}

/** Returns whether something typed is to be put right; the price may be left out. */
export function isWrong(name: Typed, text: string): boolean {
  return !(name === 'pricePerTh' && text.trim() === '') && figureOf(name, text) === null;
}

/** Returns the wish as the server takes it; `null` while something typed is not a figure. */
function question(now: Wish): api.ForecastAsked | null {
  const other = now.whose === 'other';
  const power = other ? figureOf('power', now.power) : null;
  const efficiency = other ? figureOf('efficiency', now.efficiency) : null;
  const price = now.pricePerTh ?? '';
  if (other && (power === null || efficiency === null)) return null;
  if (isWrong('pricePerTh', price)) return null;
  return {
    ...BLANK,
    power,
    efficiency,
    pricePerTh: figureOf('pricePerTh', price),
    kwhPrice: now.kwhPrice,
    btcRate: now.btcRate,
    payoutChange: now.payoutChange,
    discounts: Object.values(now.discounts),
    years: Number(now.years),
  };
}

// What somebody tried out is not shown to whoever signs in next.
effect(() => {
  if (phase.value.name !== 'signedOut') return;
  wished.value = FIRST;
  asked = question(FIRST) ?? BLANK;
});
