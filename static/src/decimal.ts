/**
 * Exact decimals. The partner's amounts have up to 16 significant digits below 1e-8, which
 * floating point cannot hold, so an amount is an integer count of 10^-18 and no float touches it.
 */

/** A number as it was written in JSON: `12`, `0.5`, `4.94e-7`. */
export type Digits = string & { readonly __digits: true };

/** A count of 10^-18. */
export type Decimal = bigint;

export const PLACES = 18;
export const ONE: Decimal = 10n ** BigInt(PLACES);

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Reads a JSON number; what lies below 10^-18 is cut off, and `null` means it is no number. */
export function decimal(digits: string): Decimal | null {
  const parts = NUMBER.exec(digits);
  if (parts === null) return null;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = parts;
  const shift = PLACES - fraction.length + Number(exponent);
  const units = BigInt(whole + fraction);
  const scaled = shift >= 0 ? units * 10n ** BigInt(shift) : units / 10n ** BigInt(-shift);
  return sign === '-' ? -scaled : scaled;
}

/** Reads a figure of the server's, which is always a number. */
export function exact(digits: string): Decimal {
  return decimal(digits) ?? 0n;
}

/** Divides, cutting off below 10^-18; by zero is `null`. */
export function over(left: Decimal, right: Decimal): Decimal | null {
  return right === 0n ? null : (left * ONE) / right;
}

/** Adds up. */
export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total + value, 0n);
}
