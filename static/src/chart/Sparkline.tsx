import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { Decimal } from '../decimal';
import { sparkPath } from './line';

const DRAWN = { width: 100, height: 24, density: 1 };

/** How something went, at a glance: oldest first, from its lowest to its highest. */
export function Sparkline({ points }: { points: readonly Decimal[] }): JSX.Element {
  const path = useMemo(() => sparkPath(points, DRAWN), [points]);
  return (
    <svg class="sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
