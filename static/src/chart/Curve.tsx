import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { Decimal } from '../decimal';
import { Frame, Key, linesOf } from './Frame';
import { scaleOf, share, type Size } from './geometry';
import { acrossOf, areaPath, linePath, pointAt } from './line';
import { useSize } from './size';

export interface Series {
  readonly name: string;
  readonly points: readonly Decimal[];
}

export interface CurveProps {
  /** One or two lines over the same months, at least one. Keep the array while it says the same. */
  series: readonly Series[];
  chosen: number | null;
  onChoose: (index: number | null) => void;
  /** What a screen reader says of a month. */
  pointLabel: (index: number) => string;
  ariaLabel: string;
  describedBy?: string;
  axis: (value: Decimal) => string;
  /** What stands under the two ends: the first and the last month. */
  endLabel: (index: number) => string;
  /** What is shown above the chosen month; without it the page shows the choice elsewhere. */
  tip?: (index: number) => ComponentChildren;
}

/** One or two lines from zero up, to scrub through. */
export function Curve(props: CurveProps): JSX.Element {
  const { series, chosen, tip, endLabel } = props;
  const [plot, size] = useSize();
  const scale = useMemo(() => scaleOf(series.flatMap(({ points }) => points)), [series]);
  const count = Math.max(0, ...series.map(({ points }) => points.length));
  const at = chosen !== null && chosen < count ? chosen : null;
  return (
    <Frame
      plot={plot}
      ariaLabel={props.ariaLabel}
      describedBy={props.describedBy}
      scrubbed={{
        count,
        at,
        place: (x) => pointAt(count, size?.width ?? 0, x),
        choose: props.onChoose,
      }}
      valueText={props.pointLabel}
      lines={linesOf(scale, size, props.axis)}
      ends={[count > 1 ? endLabel(0) : '', count > 0 ? endLabel(count - 1) : '']}
      headed={tip !== undefined || series.length > 1}
      head={series.length > 1 ? series.map(({ name }) => <Key key={name} name={name} kind="line" />) : null}
      tip={
        tip && at !== null ? { shown: tip(at), across: acrossOf(at, count, 1) } : null
      }
    >
      {size && <Lines series={series} top={scale.top} size={size} at={at} count={count} />}
    </Frame>
  );
}

interface LinesProps {
  series: readonly Series[];
  top: Decimal;
  size: Size;
  at: number | null;
  count: number;
}

function Lines({ series, top, size, at, count }: LinesProps): JSX.Element {
  const { width, height } = size;
  const paths = useMemo(
    () => series.map(({ points }) => linePath(points, top, size)),
    [series, top, size],
  );
  const shown = at ?? count - 1;
  const x = acrossOf(shown, count, width);
  return (
    <svg class="chart-drawing" width={width} height={height} aria-hidden="true">
      <path class="chart-area" d={areaPath(paths[0] ?? '', size)} />
      {paths.map((path, order) => (
        <path key={order} class="chart-line" d={path} />
      ))}
      {at !== null && <path class="chart-hair" d={`M0 0V${String(height)}`} transform={`translate(${String(x)} 0)`} />}
      {series.map(({ points }, order) => (
        <Dot key={order} x={x} value={points[shown] ?? null} top={top} size={size} />
      ))}
    </svg>
  );
}

interface DotProps extends Pick<LinesProps, 'top' | 'size'> {
  x: number;
  value: Decimal | null;
}

function Dot({ x, value, top, size }: DotProps): JSX.Element | null {
  if (value === null) return null;
  const y = size.height - share(value, top) * size.height;
  return <circle class="chart-dot" r={4} transform={`translate(${String(x)} ${String(y)})`} />;
}
