import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Wallet(): JSX.Element {
  return (
    <main class="screen">
      <Top title="Wallet" />
    </main>
  );
}
