import type { Decimal } from '../decimal';
import { levelOf, snapped, within, written, type Size } from './geometry';

/** Bars side by side: how far from one to the next, and how wide each is, in pixels. */
export interface Row {
  readonly count: number;
  readonly pitch: number;
  readonly wide: number;
}

const WIDEST = 32;

/** Lays out `count` bars: few are not fat, and many keep a gap of a pixel. */
export function rowOf(count: number, { width, density }: Size): Row {
  const pitch = width / Math.max(1, count);
  const gap = Math.min(8, Math.max(1, pitch * 0.28));
  const wide = Math.floor(Math.min(WIDEST, pitch - gap) * density) / density;
  return { count, pitch, wide: Math.max(1 / density, wide) };
}

/** The left edge of the bar at `at`. */
export function leftOf(row: Row, at: number, density: number): number {
  return snapped(at * row.pitch + (row.pitch - row.wide) / 2, density);
}

/** Which bar stands at `x`; beyond the ends, the first or the last. */
export function barAt(row: Row, x: number): number {
  return within(Math.floor(x / row.pitch), row.count);
}

const LOWEST = 2; // whatever was earned is seen

/** How high a bar for `value` stands, in pixels. */
export function heightOf(value: Decimal, top: Decimal, size: Size): number {
  return value <= 0n ? 0 : Math.max(LOWEST, levelOf(value, top, size));
}

/** How round a bar's upper corners are. */
export function roundness(row: Row): number {
  return Math.min(4, row.wide / 2);
}

/** All bars as one path, standing on the drawing's lower edge. */
export function barsPath(values: readonly Decimal[], top: Decimal, row: Row, size: Size): string {
  const path = values.map((value, at) => {
    const high = heightOf(value, top, size);
    return high === 0 ? '' : bar(leftOf(row, at, size.density), high, row, size.height);
  });
  return path.join('');
}

function bar(left: number, high: number, row: Row, base: number): string {
  const round = Math.min(roundness(row), high);
  const side = written(high - round);
  const corner = written(round);
  return (
    `M${written(left)} ${written(base)}v-${side}q0-${corner} ${corner}-${corner}` +
    `h${written(row.wide - 2 * round)}q${corner} 0 ${corner} ${corner}v${side}z`
  );
}
