import type { JSX } from 'preact';

import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { Skeleton } from '../../ui/Skeleton';

/** The home screen's cards, as high as they will be. */
export function HomeOutline(): JSX.Element {
  return (
    <>
      <section class="card latest latest-outline">
        <Skeleton lines={[30, 66, 45]} />
        <Skeleton lines={[60, 80]} />
      </section>
      <HistoryOutline />
      <BalanceOutline />
      <PowerOutline />
    </>
  );
}

export function HistoryOutline(): JSX.Element {
  return (
    <section class="card history-outline">
      <div class="segments-ghost" />
      <div class="reading">{'\u00a0'}</div>
      <ChartSkeleton headed />
    </section>
  );
}

export function BalanceOutline(): JSX.Element {
  return (
    <section class="card balance-outline">
      <Skeleton lines={[30, 60, 90, 90]} />
    </section>
  );
}

export function PowerOutline(): JSX.Element {
  return (
    <section class="card power-outline">
      <Skeleton lines={[40, 90]} />
    </section>
  );
}
