import { decimal, over, PLACES, type Decimal } from './decimal';

/**
 * Numbers as the user's language writes them.
 *
 * Amounts are cut, never rounded up: the page shows no satoshi that is not there.
 */
export interface Places {
  least: number;
  most: number;
}

/** Writes `value` with its digits after the point between `least` and `most`. */
export function written(value: Decimal, places: Places, locale: string): string {
  const cut = value / 10n ** BigInt(PLACES - places.most);
  const unit = 10n ** BigInt(places.most);
  const magnitude = cut < 0n ? -cut : cut;
  const fraction = (magnitude % unit).toString().padStart(places.most, '0').slice(0, places.most);
  const shown = trimmed(fraction, places.least);
  const whole = new Intl.NumberFormat(locale).format(magnitude / unit);
  return (cut < 0n ? '−' : '') + whole + (shown && point(locale) + shown);
}

function trimmed(fraction: string, least: number): string {
  const kept = fraction.replace(/0+$/, '');
  return kept.padEnd(least, '0');
}

function point(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}

/** An amount of BTC to the satoshi: `0.00123400`. */
export function btc(value: Decimal, locale: string): string {
  return written(value, { least: 8, most: 8 }, locale);
}

const SATS_PER_BTC = 100_000_000n;

/** An amount of BTC counted in satoshis, `most` digits below one satoshi. */
export function sats(value: Decimal, locale: string, most = 0): string {
  return written(value * SATS_PER_BTC, { least: 0, most }, locale);
}

/** A plain figure such as TH or W/TH. */
export function figure(value: Decimal, locale: string, most = 2): string {
  return written(value, { least: 0, most }, locale);
}

/** A day: `21 Nov 2026`; an unreadable date is an empty string. */
export function day(iso: string, locale: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

/** `UQAb…x9Zc`: enough of an address to recognise one's own. */
export function shortened(address: string): string {
  return address.length <= 12 ? address : `${address.slice(0, 4)}…${address.slice(-4)}`;
}

/** What an income per TH is counted in: the partner does not say. */
export type Unit = 'btc' | 'usd' | 'unknown';

const BTC_BELOW = decimal('1e-4') ?? 0n;
const USD_ABOVE = decimal('1e-3') ?? 0n;

/** Tells BTC from USD by size: real figures are near 5e-7 BTC or 0.04 USD; between is unknown. */
export function unitOf(value: Decimal): Unit {
  if (value > 0n && value < BTC_BELOW) return 'btc';
  return value > USD_ABOVE ? 'usd' : 'unknown';
}

/** The share of `part` in `whole` in percent, 0 to 100, for drawing only. */
export function percent(part: Decimal, whole: Decimal): number {
  const share = over(part * 100n, whole) ?? 0n;
  return Math.min(100, Math.max(0, Number(share / 10n ** BigInt(PLACES - 2)) / 100));
}
