import type { JSX } from 'preact';

/** Grey bars in place of text that is on its way; each line is a width in percent. */
export function Skeleton({ lines }: { lines: readonly number[] }): JSX.Element {
  return (
    <div class="skeleton" aria-hidden="true">
      {lines.map((width, index) => (
        <span key={index} style={{ width: `${String(width)}%` }} />
      ))}
    </div>
  );
}
