import type { Decimal } from '../decimal';

/** What one day brought; `day` is an ISO date. */
export interface Point {
  readonly day: string;
  readonly value: Decimal;
}

/** Some days on end; both ends are ISO dates. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What one bar covers: a day, or where days would be too thin to see, some days and their sum. */
export interface Bin extends Span {
  readonly days: number;
  readonly value: Decimal;
}

const LEAST_PITCH = 4; // a bar of three pixels and one between it and the next
const AXIS = 0.16; // of a chart's width, roughly, is the axis'
const SPANS = [1, 7, 14, 28, 91, 182, 364]; // weeks, fortnights, … years: alike, so bars compare

/** How many of `count` days a bar must cover to be seen in a chart `width` pixels wide. */
export function spanOf(count: number, width: number): number {
  const room = Math.max(1, Math.floor((width * (1 - AXIS)) / LEAST_PITCH));
  return SPANS.find((span) => count <= span * room) ?? Math.ceil(count / room);
}

/**
 * Gathers `points`, oldest first, into bins of `span` days that add up to exactly their sum.
 *
 * Counted from the newest, so that only the oldest bin can be a short one.
 */
export function binned(points: readonly Point[], span: number): Bin[] {
  const bins: Bin[] = [];
  for (let end = points.length; end > 0; end -= span) {
    const bin = gathered(points, Math.max(0, end - span), end);
    if (bin !== null) bins.push(bin);
  }
  return bins.reverse();
}

function gathered(points: readonly Point[], start: number, end: number): Bin | null {
  const first = points[start];
  const last = points[end - 1];
  if (first === undefined || last === undefined) return null;
  let value = 0n;
  for (let at = start; at < end; at += 1) value += points[at]?.value ?? 0n;
  return { from: first.day, to: last.day, days: end - start, value };
}

/** The bin that covers all of `span`, or `null` where none does. */
export function binOf(bins: readonly Bin[], span: Span | null): number | null {
  if (span === null) return null;
  let low = 0;
  let high = bins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bins[middle]?.to ?? '') < span.to) low = middle + 1;
    else high = middle;
  }
  const found = bins[low];
  return found !== undefined && found.from <= span.from ? low : null;
}
