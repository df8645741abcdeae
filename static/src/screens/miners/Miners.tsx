import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Miners(): JSX.Element {
  return (
    <main class="screen">
      <Top title="Miners" />
    </main>
  );
}
