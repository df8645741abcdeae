import type { JSX } from 'preact';

/** A chart on its way, as high as the chart; `headed` as it will be, with a row above the plot. */
export function ChartSkeleton({ headed = false }: { headed?: boolean }): JSX.Element {
  return (
    <div class="chart" aria-hidden="true">
      {headed && <div class="chart-head">{'\u00a0'}</div>}
      <div class="chart-plot chart-ghost" />
      <div class="chart-ends">{'\u00a0'}</div>
    </div>
  );
}
