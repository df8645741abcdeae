import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';

import { watchNearness } from './nearness';

/** Rows that come and go together. */
const STRETCH = 10;
/** Stretches that stand there from the start: a screenful. */
const FIRST = 2;

interface Props<Row> {
  /** Which list it is: by this its heights are remembered. */
  name: string;
  rows: readonly Row[];
  /** How many there will be. */
  total: number;
  /** What a row that was never seen is taken to be high, in points. */
  tall: number;
  children: (row: Row) => JSX.Element;
}

/** A list of any length; only the rows near the screen stand in the page, the rest is room for them. */
export function LongList<Row>({ rows, ...props }: Props<Row>): JSX.Element {
  const count = Math.ceil(rows.length / STRETCH);
  return (
    <div role="list" class="long-list">
      {Array.from({ length: count }, (_, at) => (
        <Stretch key={at} {...props} at={at} rows={rows.slice(at * STRETCH, (at + 1) * STRETCH)} />
      ))}
    </div>
  );
}

/** Heights of one row, in CSS pixels, by list and stretch: who returns finds everything in its place. */
const heights = new Map<string, number>();

function Stretch<Row>({ name, at, rows, total, tall, children }: Props<Row> & { at: number }): JSX.Element {
  const key = `${name} ${String(at)}`;
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(at < FIRST);
  useEffect(() => {
    const stretch = element.current;
    if (stretch === null) return;
    return watchNearness(stretch, ({ isIntersecting, boundingClientRect }) => {
      const shown = stretch.childElementCount;
      if (shown > 0) heights.set(key, boundingClientRect.height / shown);
      // The list is entered by its first row, however far down it begins; and who has the focus in
      // what would go, and goes on by keyboard, would begin at the top of the page again.
      setNear(at === 0 || isIntersecting || stretch.contains(document.activeElement));
    });
  }, [key, at]);
  return (
    <div ref={element} role="none" style={isNear ? undefined : { height: room(key, rows.length, tall) }}>
      {isNear &&
        rows.map((row, within) => (
          <div key={within} role="listitem" aria-posinset={at * STRETCH + within + 1} aria-setsize={total}>
            {children(row)}
          </div>
        ))}
    </div>
  );
}

function room(key: string, count: number, tall: number): string {
  const height = heights.get(key);
  return height === undefined ? `calc(${String(count * tall)} * var(--point))` : `${String(count * height)}px`;
}
