import type { JSX } from 'preact';

import { Skeleton } from '../../ui/Skeleton';

/** The forecast's cards, as high as they will be. */
export function ForecastOutline(): JSX.Element {
  return (
    <>
      <section class="card net-outline"><Skeleton lines={[26, 58]} /></section>
      <section class="card split-outline"><Skeleton lines={[100, 100, 90, 90, 90]} /></section>
      <section class="card"><Skeleton lines={[30, 90, 90, 90, 90, 90, 90]} /></section>
    </>
  );
}
