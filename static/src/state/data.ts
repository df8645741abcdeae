import * as api from '../api/routes';
import { makePart, makeParts } from './loaded';

/** Everything the screens show, each part asked for by whoever shows it. */
export const home = makeParts((days) => api.home(days as api.Range));
export const miner = makeParts((id) => api.miner(id));
export const offers = makePart(api.offers);
export const wallets = makePart(api.btcWallets);
export const signIns = makePart(api.signIns);

const EARNINGS = makeParts((key) => {
  const [days = '', miner = ''] = key.split(' ');
  return api.earnings(days as api.Range, miner || undefined);
});

/** Earnings of all miners, or of one. */
export function earnings(days: api.Range, miner = ''): ReturnType<typeof EARNINGS> {
  return EARNINGS(`${days} ${miner}`);
}

const CHANGES = makeParts((key) => {
  const [before = '', after = '', miner = ''] = key.split(' ');
  return api.change(before, after, miner || undefined);
});

/** Why two days differ. */
export function change(before: string, after: string, miner = ''): ReturnType<typeof CHANGES> {
  return CHANGES(`${before} ${after} ${miner}`);
}
