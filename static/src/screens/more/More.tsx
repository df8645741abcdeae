import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function More(): JSX.Element {
  return (
    <main class="screen">
      <Top title="More" />
    </main>
  );
}
