import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Home(): JSX.Element {
  return (
    <main class="screen">
      <Top title="Home" />
    </main>
  );
}
