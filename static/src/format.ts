/**
 * Numbers as the user's language writes them.
 *
 * Amounts are cut, never rounded up: the page shows no satoshi that is not there.
 */
import { ONE, PLACES, type Decimal } from './decimal';

/** How many digits stand behind the point. */
export interface Places {
  least: number;
  most: number;
}

/** Making a formatter takes longer than using it a hundred times. */
function remembered<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>();
  return (locale) => {
    const found = made.get(locale) ?? make(locale);
    made.set(locale, found);
    return found;
  };
}

/** What writes a language's numbers. */
export const numbers = remembered((locale) => new Intl.NumberFormat(locale));
const dollars = around({ style: 'currency', currency: 'USD' });
const percents = around({ style: 'percent' });
const point = remembered((locale) => {
  const parts = numbers(locale).formatToParts(0.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
});

/** What puts a sign before or behind digits, as the language does. */
function around(sign: Intl.NumberFormatOptions): (digits: string, locale: string) => string {
  const whole = { ...sign, minimumFractionDigits: 0, maximumFractionDigits: 0 };
  const parts = remembered((locale) => new Intl.NumberFormat(locale, whole).formatToParts(1));
  return (digits, locale) =>
    parts(locale).map(({ type, value }) => (type === 'integer' ? digits : value)).join('');
}

/** Writes `value` with its digits after the point between `least` and `most`. */
export function written(value: Decimal, places: Places, locale: string): string {
  const cut = value / 10n ** BigInt(PLACES - places.most);
  const unit = 10n ** BigInt(places.most);
  const magnitude = cut < 0n ? -cut : cut;
  const fraction = (magnitude % unit).toString().padStart(places.most, '0').slice(0, places.most);
  const shown = trimmed(fraction, places.least);
  const whole = numbers(locale).format(magnitude / unit);
  return (cut < 0n ? '−' : '') + whole + (shown && point(locale) + shown);
}

function trimmed(fraction: string, least: number): string {
  const kept = fraction.replace(/0+$/, '');
  return kept.padEnd(least, '0');
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

/** An amount of US dollars: `$1.24`; if not said otherwise, to the hundredth of a cent below ten cents. */
export function usd(value: Decimal, locale: string, most = isCents(value) ? 4 : 2): string {
  const digits = written(value < 0n ? -value : value, { least: 2, most }, locale);
  return (value < 0n ? '−' : '') + dollars(digits, locale);
}

function isCents(value: Decimal): boolean {
  return value < ONE / 10n && value > -ONE / 10n;
}

/** A share of 0 or more as a percentage: `3.1%`. */
export function percent(share: Decimal, locale: string): string {
  return percents(figure(share * 100n, locale, 1), locale);
}

/** A share as a percentage with its sign, if it is as much as a tenth: `+3.1%`. */
export function signedPercent(share: Decimal, locale: string): string {
  const size = share < 0n ? -share : share;
  const sign = share < 0n ? '−' : '+';
  return (size < ONE / 1000n ? '' : sign) + percent(size, locale);
}

export type DayStyle = 'long' | 'short' | 'full';

const DAY_STYLES: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short' },
  long: { day: 'numeric', month: 'short', year: 'numeric' },
  full: { weekday: 'long', day: 'numeric', month: 'long' },
};
const days: Record<DayStyle, (locale: string) => Intl.DateTimeFormat> = {
  short: dates('short'),
  long: dates('long'),
  full: dates('full'),
};

function dates(style: DayStyle): (locale: string) => Intl.DateTimeFormat {
  return remembered(
    (locale) => new Intl.DateTimeFormat(locale, { ...DAY_STYLES[style], timeZone: 'UTC' }),
  );
}

/** A mined day: `21 Nov 2026`; an unreadable date is an empty string. */
export function day(iso: string, locale: string, style: DayStyle = 'long'): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return days[style](locale).format(date);
}

const localDays = remembered((locale) => new Intl.DateTimeFormat(locale, DAY_STYLES.long));

/** The day that a moment falls on where the user is: `21 Nov 2026`; an unreadable one is an empty string. */
export function localDay(iso: string, locale: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return localDays(locale).format(date);
}

const moments = remembered(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
);

/** A day and time where the user is: `21 Nov 2026, 14:05`; an unreadable one is an empty string. */
export function moment(iso: string, locale: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return moments(locale).format(date);
}

/** `UQAb…x9Zc`: enough of an address to recognise one's own. */
export function shortened(address: string): string {
  return address.length <= 12 ? address : `${address.slice(0, 4)}…${address.slice(-4)}`;
}
