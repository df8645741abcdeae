import type { ComponentChildren, JSX } from 'preact';

import { ONE, sum, type Decimal } from '../decimal';
import { percent } from '../format';
import { locale } from '../words';
import { share } from './geometry';

export type Tone = 'first' | 'second' | 'third' | 'fourth';

export interface Part {
  readonly name: string;
  readonly value: Decimal;
  readonly tone: Tone;
}

export interface SplitBarProps {
  parts: readonly Part[];
  /** Writes a part's value. */
  figure: (value: Decimal) => ComponentChildren;
}

/** To the nearest percent; empty where that is none. */
function portion(value: Decimal, whole: Decimal): string {
  const nearest = BigInt(Math.round(share(value, whole) * 100));
  return nearest === 0n ? '' : percent((nearest * ONE) / 100n, locale());
}

/** What a whole is made of: a bar for the eye, and a list of its parts for everyone. */
export function SplitBar({ parts, figure }: SplitBarProps): JSX.Element {
  const drawn = parts.filter(({ value }) => value > 0n);
  const whole = sum(drawn.map(({ value }) => value));
  return (
    <div class="parts">
      <div class="parts-bar" aria-hidden="true">
        {drawn.map(({ name, value, tone }) => (
          <span key={name} class={`tone-${tone}`} style={{ flexGrow: share(value, whole) }} />
        ))}
      </div>
      <dl class="parts-list">
        {parts.map(({ name, value, tone }) => (
          <div key={name}>
            <dt class={`tone-${tone}`}>
              {name} <small>{portion(value, whole)}</small>
            </dt>
            <dd>{figure(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
