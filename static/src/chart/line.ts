import type { Decimal } from '../decimal';
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
