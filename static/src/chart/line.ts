import { sum, type Decimal } from '../decimal';
import { share, within, written, type Size } from './geometry';

/** Which point of a line across `width` is nearest to `x`. */
export function pointAt(count: number, width: number, x: number): number {
  return within(Math.round((x / Math.max(1, width)) * (count - 1)), count);
}

/** Where the point at `at` of `count` stands across `width`; a single one stands at its end. */
export function acrossOf(at: number, count: number, width: number): number {
  return count < 2 ? width : (at / (count - 1)) * width;
}

/** A line through `values`, from the left edge to the right. */
export function linePath(values: readonly Decimal[], top: Decimal, { width, height }: Size): string {
  const points = values.map((value, at) => {
    const x = acrossOf(at, values.length, width);
    return `${written(x)} ${written(height - share(value, top) * height)}`;
  });
  if (points.length === 0) return '';
  const start = points.length === 1 ? `0 ${points[0]?.split(' ')[1] ?? '0'}L` : '';
  return `M${start}${points.join('L')}`;
}

/** What lies under such a line. */
export function areaPath(line: string, { width, height }: Size): string {
  return line === '' ? '' : `${line}L${written(width)} ${written(height)}L0 ${written(height)}z`;
}

const SPARKS = 60; // as many points as a thumbnail shows apart

/** How `values` went between their lowest and their highest; what never changed runs level. */
export function sparkPath(values: readonly Decimal[], size: Size): string {
  const means = thinned(values);
  const lowest = means.reduce((least, value) => (value < least ? value : least), means[0] ?? 0n);
  const rises = means.map((value) => value - lowest);
  const highest = rises.reduce((most, value) => (value > most ? value : most), 0n);
  if (highest > 0n) return linePath(rises, highest, size);
  return linePath(rises.map(() => 1n), 2n, size);
}

/** At most `SPARKS` means of neighbouring values. */
function thinned(values: readonly Decimal[]): Decimal[] {
  const per = Math.max(1, Math.ceil(values.length / SPARKS));
  return Array.from({ length: Math.ceil(values.length / per) }, (_, at) => {
    const near = values.slice(at * per, (at + 1) * per);
    return sum(near) / BigInt(near.length);
  });
}
