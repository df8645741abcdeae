import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Settings(): JSX.Element {
  return (
    <main class="screen">
      <Top title="Settings" />
    </main>
  );
}
