import type { JSX } from 'preact';

import { decimal } from '../../decimal';
import { figure } from '../../format';
import { BOUNDS, figureOf, type Typed } from '../../state/forecast';
import { locale, t } from '../../words';

interface Props {
  id: string;
  name: Typed;
  text: string;
  unit: string;
  onType: (text: string) => void;
}

/** A figure to be typed in as one writes it, with what is wrong with it beside. */
export function TypedField({ id, name, text, unit, onType }: Props): JSX.Element {
  const wrong = figureOf(name, text) === null;
  const { least, most } = BOUNDS[name];
  const plain = (digits: string): string => figure(decimal(digits) ?? 0n, locale());
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
