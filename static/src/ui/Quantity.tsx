import type { JSX } from 'preact';

/** A figure and its unit, which stands back a little and stays on the same line. */
export function Quantity({ figure, unit }: { figure: string; unit: string }): JSX.Element {
  return (
    <span class="quantity">
      {figure} <small>{unit}</small>
    </span>
  );
}
