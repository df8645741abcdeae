import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Offers(): JSX.Element {
  return (
    <main class="screen">
      <Top title="Offers" />
    </main>
  );
}
