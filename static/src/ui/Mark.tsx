import type { JSX } from 'preact';

import icon from '../icon.svg';

/** The app's mark. */
export function Mark(): JSX.Element {
  return <img class="app-mark" src={icon} alt="" width={72} height={72} />;
}
