import { forecast, want, wish, type Wish } from '../../state/forecast';
import { inField } from './inField';

/** A miner to begin with where nothing is known of any. */
const EXAMPLE = { power: '16', efficiency: '15' };

/** Forecasts one's own miners, or another, which begins as they are or as the first on offer. */
export function choose(whose: Wish['whose']): void {
  const { power, efficiency } = wish.value;
  if (whose === 'mine' || power !== '' || efficiency !== '') {
    want({ whose });
    return;
  }
  const like = known() ?? EXAMPLE;
  want({ whose, power: inField(like.power), efficiency: inField(like.efficiency) });
}

function known(): typeof EXAMPLE | null {
  const now = forecast.now.value;
  if (now.state !== 'ready') return null;
  const { setup, paybacks } = now.value;
  if (setup.efficiency !== null) return { power: setup.power, efficiency: setup.efficiency };
  return paybacks?.[0] ?? null;
}
