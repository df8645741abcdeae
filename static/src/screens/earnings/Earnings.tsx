import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Earnings({ day, miner }: { day?: string | undefined; miner?: string | undefined }): JSX.Element {
  return (
    <main class="screen">
      <Top title={(day ?? '') + (miner ?? '')} />
    </main>
  );
}
