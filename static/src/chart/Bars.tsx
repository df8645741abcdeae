import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { Decimal } from '../decimal';
import type { Bin } from './bins';
import { levelOf, type Scale, type Size } from './geometry';
import { barsPath, heightOf, leftOf, roundness, type Row } from './row';

export interface BarsProps {
  bins: readonly Bin[];
  scale: Scale;
  row: Row;
  size: Size;
  mean: Decimal | null;
  at: number | null;
}

/** The bars as one path, the chosen one over it, and a dashed line at the mean. */
export function Bars({ bins, scale, row, size, mean, at }: BarsProps): JSX.Element {
  const { width, height } = size;
  const path = useMemo(() => {
    const values = bins.map(({ value }) => value);
    return barsPath(values, scale.top, row, size);
  }, [bins, scale, row, size]);
  const bin = at === null ? undefined : bins[at];
  return (
    <svg class="chart-drawing" width={width} height={height} aria-hidden="true">
      <path class="chart-bars" d={path} />
      {bin && at !== null && <Mark at={at} value={bin.value} top={scale.top} row={row} size={size} />}
      {mean !== null && mean > 0n && (
        <path class="chart-mean" d={`M0 ${String(height - levelOf(mean, scale.top, size) - 0.5)}H${String(width)}`} />
      )}
    </svg>
  );
}

interface MarkProps extends Pick<BarsProps, 'row' | 'size'> {
  at: number;
  value: Decimal;
  top: Decimal;
}

/** The chosen bar; of its own kind, so that choosing moves this alone. */
function Mark({ at, value, top, row, size }: MarkProps): JSX.Element {
  const high = heightOf(value, top, size);
  const round = roundness(row);
  const left = leftOf(row, at, size.density);
  const { height } = size;
  return (
    <g transform={`translate(${String(left)} 0)`}>
      <rect class="chart-column" width={row.wide} height={height} rx={round} />
      <rect
        class="chart-mark"
        width={row.wide}
        height={height + round}
        rx={round}
        transform={`translate(0 ${String(high === 0 ? height + round : height - high)})`}
      />
    </g>
  );
}
