import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { Decimal } from '../decimal';
import { Bars } from './Bars';
import { binned, binOf, spanOf, type Bin, type Point, type Span } from './bins';
import { Frame, Key, linesOf } from './Frame';
import { scaleOf, type Scale } from './geometry';
import { barAt, rowOf } from './row';
import { useSize } from './size';

export interface DayChartProps {
  /** Oldest first. Keep the same array while it says the same: bars are laid out anew for another. */
  points: readonly Point[];
  chosen: Span | null;
  /** Hears of a choice once a bar: what it covers, or nothing. */
  onChoose: (bin: Bin | null) => void;
  /** What stands above the chart; it is given the bar that covers what is chosen. */
  above: (bin: Bin | null) => ComponentChildren;
  /** What a screen reader says of a bar; one of several days is their sum, `from` – `to`. */
  label: (bin: Bin) => string;
  ariaLabel: string;
  describedBy?: string;
  axis: (value: Decimal) => string;
  dayLabel: (iso: string) => string;
  /** What a day brings on average: a dashed line, and its name above the chart. */
  mean?: Decimal | null;
  meanName?: string;
}

/** Days as bars to scrub through; thousands of them are gathered into weeks, months or years. */
export function DayChart(props: DayChartProps): JSX.Element {
  const { points, chosen, onChoose, above, label, axis, dayLabel, meanName } = props;
  const [plot, size] = useSize();
  const { bins, scale, mean } = useBins(points, size?.whole ?? null, props.mean ?? null);
  const row = useMemo(() => size && rowOf(bins.length, size), [bins, size]);
  const at = binOf(bins, chosen);
  const binAt = (place: number | null): Bin | null => (place === null ? null : (bins[place] ?? null));
  return (
    <>
      {above(binAt(at))}
      <Frame
        plot={plot}
        ariaLabel={props.ariaLabel}
        describedBy={props.describedBy}
        scrubbed={{
          count: bins.length,
          at,
          place: (x) => (row === null ? 0 : barAt(row, x)),
          choose: (to) => { onChoose(binAt(to)); },
        }}
        valueText={(place) => textOf(bins[place], label)}
        lines={linesOf(scale, size, axis)}
        ends={[textOf(points[0], ({ day }) => dayLabel(day)), lastDay(points, dayLabel)]}
        headed={meanName !== undefined}
        head={mean !== null && meanName ? <Key name={meanName} kind="mean" /> : null}
      >
        {size && row && <Bars bins={bins} scale={scale} row={row} size={size} mean={mean} at={at} />}
      </Frame>
    </>
  );
}

interface Binned {
  bins: readonly Bin[];
  scale: Scale;
  mean: Decimal | null;
}

/** By the whole chart's width: the plot's depends on the axis' figures, and those on the bins. */
function useBins(points: readonly Point[], whole: number | null, mean: Decimal | null): Binned {
  const bins = useMemo(
    () => (whole === null ? [] : binned(points, spanOf(points.length, whole))),
    [points, whole],
  );
  const days = bins[bins.length - 1]?.days;
  const level = mean === null || days === undefined ? null : mean * BigInt(days);
  const scale = useMemo(
    () => scaleOf([...bins.map(({ value }) => value), level ?? 0n]),
    [bins, level],
  );
  return { bins, scale, mean: level };
}

function textOf<Shown>(shown: Shown | undefined, say: (shown: Shown) => string): string {
  return shown === undefined ? '' : say(shown);
}

function lastDay(points: readonly Point[], dayLabel: (iso: string) => string): string {
  return points.length < 2 ? '' : textOf(points[points.length - 1], ({ day }) => dayLabel(day));
}
