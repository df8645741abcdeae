import type { JSX } from 'preact';

import { t } from '../words';
import { Skeleton } from './Skeleton';

/** The outline of a screen that is on its way. */
export function Outline(): JSX.Element {
  return (
    <main class="screen" aria-busy="true" aria-label={t('app.loading')}>
      <Skeleton lines={[46]} />
      <section class="card">
        <Skeleton lines={[30, 60, 90]} />
      </section>
      <section class="card">
        <Skeleton lines={[40, 90, 90, 90]} />
      </section>
    </main>
  );
}
