import type { ComponentChildren, JSX } from 'preact';

import { Icon } from './Icon';

interface Props {
  id?: string;
  /** Its name, where no label stands beside it. */
  label?: string;
  value: string;
  onChoose: (value: string) => void;
  /** The options. */
  children: ComponentChildren;
}

/** One of several, chosen from the device's own list. */
export function Select({ id, label, value, onChoose, children }: Props): JSX.Element {
  return (
    <span class="select">
      <select
        id={id}
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) => {
          onChoose(currentTarget.value);
        }}
      >
        {children}
      </select>
      <Icon name="choose" />
    </span>
  );
}
