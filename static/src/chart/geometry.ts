import type { Decimal } from '../decimal';

/** A drawing's CSS pixels, and how many of the screen's there are in one. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly density: number;
}

const FINE = 1_000_000n; // far more steps than a screen has pixels

/** How far up `value` stands between zero and `top`, 0 to 1; below zero is zero. */
export function share(value: Decimal, top: Decimal): number {
  if (value <= 0n || top <= 0n) return 0;
  return value >= top ? 1 : Number((value * FINE) / top) / Number(FINE);
}

/** The nearest edge between two of the screen's own pixels: what starts there is crisp. */
export function snapped(length: number, density: number): number {
  return Math.round(length * density) / density;
}

/** How far above the drawing's lower edge `value` stands, in pixels. */
export function levelOf(value: Decimal, top: Decimal, { height, density }: Size): number {
  return snapped(share(value, top) * height, density);
}

/** An axis from zero to `top` with its lines' figures, lowest first. */
export interface Scale {
  readonly top: Decimal;
  readonly ticks: readonly Decimal[];
}

/** Two or three lines at 1, 2 or 5 times a power of ten; none where there is nothing to measure. */
export function scaleOf(values: Iterable<Decimal>): Scale {
  let largest = 0n;
  for (const value of values) if (value > largest) largest = value;
  if (largest === 0n) return { top: 0n, ticks: [] };
  const step = stepOf(largest);
  const lines = largest < 2n * step ? 2n : largest / step;
  const ticks = Array.from({ length: Number(lines) }, (_, at) => step * BigInt(at + 1));
  const highest = lines * step;
  return { top: highest > largest ? highest : largest, ticks };
}

/** The least step of which fewer than four fit. */
function stepOf(largest: Decimal): Decimal {
  const power = 10n ** BigInt(largest.toString().length - 1);
  const steps = [power / 2n, power, power * 2n];
  return steps.find((step) => step * 4n > largest) ?? power * 5n;
}

/** The place in a row of `count` that is nearest to `at`. */
export function within(at: number, count: number): number {
  return Math.max(0, Math.min(count - 1, at));
}

/** A length as a path writes it. */
export function written(length: number): string {
  return String(Math.round(length * 1000) / 1000);
}
