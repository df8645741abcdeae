import { computed } from '@preact/signals';

import * as api from '../api/routes';
import type { Fault } from '../fault';
import { makePart } from './loaded';

/** Miners asked for at a time. */
export const PAGE = 50;
/** The partner's own site cuts lists at this length, whatever is asked for. */
const PARTNERS_PAGE = 20;

export interface Miners {
  list: readonly api.Miner[];
  /** Whether there may be more: the partner gives no count. */
  more: boolean;
}

let heed: (fault: Fault) => unknown = () => undefined;
const failed = (fault: Fault): void => void heed(fault);

/** Sets who hears of faults that concern more than one part. */
export function onPortfolioFault(listener: (fault: Fault) => unknown): void {
  heed = listener;
}

export const miners = makePart<Miners>(() => nextMiners([]), failed);
export const perTh = makePart(api.incomePerTh, failed);
export const income = makePart(api.totalIncome, failed);
export const payouts = makePart(api.btcWallets, failed);
const PARTS = [miners, perTh, income, payouts];

/** The parts that failed: two or more at once have one cause, which is told once. */
export const failures = computed(() =>
  PARTS.flatMap(({ now }) => (now.value.state === 'failed' ? [now.value.fault] : [])),
);

/** Asks again for what failed, side by side. */
export function loadFailed(): void {
  for (const part of PARTS) {
    if (part.now.value.state === 'failed') void part.load();
  }
}

/** Loads all parts side by side. */
export function loadPortfolio(): void {
  for (const part of PARTS) void part.load();
}

/** Forgets all parts. */
export function clearPortfolio(): void {
  for (const part of PARTS) part.clear();
}

/** Adds the next page to the miners shown. */
export async function loadMoreMiners(): Promise<void> {
  const now = miners.now.value;
  if (now.state !== 'ready') return;
  const longer = await nextMiners(now.value.list);
  // Between the question and the answer the list may have been reloaded, or the user gone.
  if (miners.now.value === now) miners.show(longer);
}

async function nextMiners(shown: readonly api.Miner[]): Promise<Miners> {
  const page = await api.miners(PAGE, shown.length);
  const known = new Set(shown.map((miner) => miner.id));
  const fresh = page.filter((miner) => !known.has(miner.id));
  return {
    list: [...shown, ...fresh],
    more: fresh.length > 0 && (page.length === PAGE || page.length === PARTNERS_PAGE),
  };
}
