import type { JSX } from 'preact';

import { followLink } from '../telegram/links';
import { Icon, type IconName } from './Icon';

interface Props {
  text: string;
  icon: IconName;
  danger?: boolean;
  disabled?: boolean;
  onPress: () => void;
}

/** A row that does something. */
export function Act({ text, icon, danger = false, disabled, onPress }: Props): JSX.Element {
  return (
    <button type="button" class={danger ? 'way act act-danger' : 'way act'} disabled={disabled} onClick={onPress}>
      <Icon name={icon} />
      {text}
    </button>
  );
}

/** A row that leads out of the app. */
export function Leave({ text, icon, href }: { text: string; icon: IconName; href: string }): JSX.Element {
  return (
    <a class="way act" href={href} onClick={followLink}>
      <Icon name={icon} />
      {text}
    </a>
  );
}
