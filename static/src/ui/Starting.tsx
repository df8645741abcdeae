import type { JSX } from 'preact';

import { words } from '../words';
import { Skeleton } from './Skeleton';

/** The outline of the page while the session opens. */
export function Starting(): JSX.Element {
  return (
    <main class="screen" aria-busy="true" aria-label={words.value.loading}>
      <Skeleton lines={[34, 60]} />
      <section class="card">
        <Skeleton lines={[30, 55, 90]} />
      </section>
      <section class="card">
        <Skeleton lines={[30, 70, 90]} />
      </section>
      <section class="card">
        <Skeleton lines={[90, 90, 90]} />
      </section>
    </main>
  );
}
