import type { ComponentChildren, JSX } from 'preact';

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

interface Props {
  id: string;
  label: string;
  range: Range;
  /** A plain decimal; beyond the range the thumb stands at its end. */
  value: string;
  /** The value in words and units. */
  text: string;
  onMove: (value: string) => void;
  /** What stands in place of the value, such as a field to type it into. */
  children?: ComponentChildren;
}

/** A figure to be moved by thumb or arrow keys. */
export function Slider({ id, label, range, value, text, onMove, children }: Props): JSX.Element {
  const { min, max } = range;
  const at = Math.min(1, Math.max(0, (Number(value) - min) / (max - min)));
  return (
    <div class="slider">
      <label for={children ? `${id}-field` : id} id={`${id}-label`}>{label}</label>
      {children ?? <span class="slider-text" aria-hidden="true">{text}</span>}
      <input
        id={id}
        type="range"
        {...range}
        value={value}
        aria-labelledby={`${id}-label`}
        aria-valuetext={text}
        style={{ '--at': String(at) }}
        onInput={({ currentTarget }) => {
          onMove(currentTarget.value);
        }}
      />
    </div>
  );
}
