import type { JSX } from 'preact';

import { BOUNDS, isWrong, type Typed } from '../../state/forecast';
import { plain } from '../../ui/figures';
import { t } from '../../words';

interface Props {
  id: string;
  name: Typed;
  text: string;
  /** What holds where nothing is typed. */
  placeholder?: string;
  unit: string;
  onType: (text: string) => void;
}

/** A figure to be typed in as one writes it, with what is wrong with it beside. */
export function TypedField({ id, name, text, placeholder, unit, onType }: Props): JSX.Element {
  const wrong = isWrong(name, text);
  const { least, most } = BOUNDS[name];
  return (
    <>
      <span class="typed">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          enterkeyhint="done"
          maxLength={24}
          value={text}
          placeholder={placeholder}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onInput={({ currentTarget }) => {
            onType(currentTarget.value);
          }}
        />
        <small>{unit}</small>
      </span>
      {wrong && (
        <p id={`${id}-wrong`} class="wrong" role="alert">
          {t('forecast.bounds', { least: plain(least), most: plain(most) })}
        </p>
      )}
    </>
  );
}
