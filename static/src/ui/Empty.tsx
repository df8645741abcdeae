import type { ComponentChildren, JSX } from 'preact';

import { Icon, type IconName } from './Icon';

interface Props {
  icon: IconName;
  title: string;
  text: string;
  /** The way on. */
  children?: ComponentChildren;
}

/** What stands where there is nothing to show: why, and the way on. */
export function Empty({ icon, title, text, children }: Props): JSX.Element {
  return (
    <section class="card empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p class="quiet">{text}</p>
      {children}
    </section>
  );
}
