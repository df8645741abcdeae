import type { ComponentChildren, JSX } from 'preact';

import { Icon, type IconName } from './Icon';

interface Props {
  text: string;
  icon?: IconName;
  /** What stands small under the text. */
  hint?: string;
  /** What stands opposite the text. */
  figure?: ComponentChildren;
  onPress: () => void;
}

/** A row that leads to another screen. */
export function Way({ text, icon, hint, figure, onPress }: Props): JSX.Element {
  return (
    <button type="button" class="way" onClick={onPress}>
      {icon && <Icon name={icon} />}
      <span class="way-body">
        <span>
          {text}
          {hint && <small>{hint}</small>}
        </span>
        {figure && <strong>{figure}</strong>}
      </span>
      <Icon name="next" />
    </button>
  );
}
