import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Miner({ id }: { id: string }): JSX.Element {
  return (
    <main class="screen">
      <Top title={id} />
    </main>
  );
}
