import type { JSX } from 'preact';

import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { Skeleton } from '../../ui/Skeleton';

/** The home screen's cards, as high as they will be. */
export function HomeOutline(): JSX.Element {
  return (
    <>
      <section class="card latest">
        <Skeleton lines={[30, 66, 45]} />
      </section>
      <section class="card">
        <div class="segments-ghost" />
        <div class="reading">{'\u00a0'}</div>
        <ChartSkeleton headed />
      </section>
      <section class="card">
        <Skeleton lines={[30, 60, 90, 90]} />
      </section>
      <section class="card">
        <Skeleton lines={[40, 90]} />
      </section>
    </>
  );
}
