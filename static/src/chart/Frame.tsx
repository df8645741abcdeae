import type { ComponentChildren, JSX, RefObject } from 'preact';

import type { Decimal } from '../decimal';
import { levelOf, type Scale, type Size } from './geometry';
import { useScrub, type Scrubbed } from './scrub';

/** A line of the grid: what it stands for, how far above the base, in pixels, and its figure. */
export interface Line {
  readonly tick: Decimal;
  readonly above: number;
  readonly text: string;
}

/** The lines of `scale`, as `axis` writes them; all at the base until there is a size. */
export function linesOf(scale: Scale, size: Size | null, axis: (value: Decimal) => string): Line[] {
  return scale.ticks.map((tick) => ({
    tick,
    above: size === null ? 0 : levelOf(tick, scale.top, size),
    text: axis(tick),
  }));
}

export interface FrameProps {
  plot: RefObject<HTMLDivElement>;
  /** The chart's name for a screen reader, and the id of what describes it further. */
  ariaLabel: string;
  describedBy?: string | undefined;
  scrubbed: Scrubbed;
  /** What a screen reader says of a place. */
  valueText: (at: number) => string;
  lines: readonly Line[];
  /** What stands under the left and the right end. */
  ends: readonly [string, string];
  /** What stands above the plot until something is chosen, then gives way to `tip`. */
  head: ComponentChildren;
  /** What is shown above the chosen place, and where that is: 0 the left edge, 1 the right. */
  tip?: { readonly shown: ComponentChildren; readonly across: number } | null | undefined;
  /** Whether there is a row above the plot: its height does not come and go. */
  headed: boolean;
  children: ComponentChildren;
}

/** What every chart has around its drawing: grid, axis, ends, and a slider to scrub with. */
export function Frame(props: FrameProps): JSX.Element {
  const { scrubbed, lines, ends } = props;
  const chosen = scrubbed.at !== null;
  return (
    <div class={chosen ? 'chart chart-chosen' : 'chart'}>
      {props.headed && <Head head={props.head} tip={props.tip ?? null} />}
      <div class="chart-lines" aria-hidden="true">
        {lines.map(({ tick, above }) => (
          <i key={tick} style={{ bottom: `${String(above)}px` }} />
        ))}
      </div>
      <Plot {...props} />
      <div class="chart-axis" aria-hidden="true">
        {lines.map(({ tick, above, text }) => (
          <span key={tick} style={{ bottom: `${String(above)}px` }}>
            {text}
          </span>
        ))}
      </div>
      <div class="chart-ends" aria-hidden="true">
        <span>{ends[0] || '\u00a0'}</span>
        {ends[1] && <span>{ends[1]}</span>}
      </div>
    </div>
  );
}

function Plot(props: FrameProps): JSX.Element {
  const { plot, scrubbed, valueText, children } = props;
  const handlers = useScrub(scrubbed);
  const last = scrubbed.count - 1;
  if (last < 0) return <div class="chart-plot" ref={plot} />;
  const at = scrubbed.at ?? last;
  return (
    <div
      class="chart-plot"
      ref={plot}
      role="slider"
      tabIndex={0}
      aria-label={props.ariaLabel}
      aria-describedby={props.describedBy}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={valueText(at)}
      {...handlers}
    >
      {children}
    </div>
  );
}

function Head({ head, tip }: Pick<FrameProps, 'head'> & { tip: FrameProps['tip'] }): JSX.Element {
  return (
    <div class="chart-head">
      <div class="chart-legend">{head ?? '\u00a0'}</div>
      {tip && <Tip {...tip} />}
    </div>
  );
}

/** Slides from flush left to flush right, so it never sticks out of the chart. */
function Tip({ shown, across }: { shown: ComponentChildren; across: number }): JSX.Element {
  const percent = `${String(across * 100)}%`;
  return (
    <div class="chart-tip" aria-hidden="true" style={{ left: percent, transform: `translateX(-${percent})` }}>
      {shown}
    </div>
  );
}

/** What a kind of line stands for. */
export function Key({ name, kind }: { name: string; kind: 'line' | 'mean' }): JSX.Element {
  return <span class={`chart-key chart-key-${kind}`}>{name}</span>;
}
