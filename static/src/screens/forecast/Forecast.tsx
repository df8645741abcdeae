import type { JSX } from 'preact';

import { Top } from '../../ui/Top';

export function Forecast(): JSX.Element {
  return (
    <main class="screen">
      <Top title="Forecast" />
    </main>
  );
}
