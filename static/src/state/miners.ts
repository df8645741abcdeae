import * as api from '../api/routes';
import { makeParts, type Part } from './loaded';

/** Rows asked for at a time. */
export const PAGE = 50;

/** The miners shown so far, of `total`; `complete`: the partner has no more than that. */
export interface MinerList {
  rows: readonly api.Miner[];
  total: number;
  complete: boolean;
  unit: api.Miners['unit'];
  /** Seconds; with a fault it could not be renewed. */
  age: number;
  fault: string | null;
}

const lists = makeParts((sort) => page(sort as api.MinerSort, 0));
const growing = new Set<Part<MinerList>>();

/** The miners in one order, from the first page on. */
export function minerList(sort: api.MinerSort): Part<MinerList> {
  return lists(sort);
}

/** Adds the next page to a list; what cannot be had now is asked for again on the next scroll. */
export async function grow(sort: api.MinerSort): Promise<void> {
  const part = lists(sort);
  const now = part.now.value;
  if (now.state !== 'ready' || growing.has(part) || now.value.rows.length >= now.value.total) return;
  growing.add(part);
  try {
    const next = await page(sort, now.value.rows.length);
    // Between the question and the answer the list may have been asked for anew.
    if (part.now.value === now) part.show(joined(now.value, next));
  } finally {
    growing.delete(part);
  }
}

async function page(sort: api.MinerSort, offset: number): Promise<MinerList> {
  const { array, total, age, ...rest } = await api.miners(sort, offset, PAGE);
  return { ...rest, rows: array, total: Number(total), age: Number(age) };
}

/** A miner that moved between two pages is shown once. */
function joined(shown: MinerList, next: MinerList): MinerList {
  const known = new Set(shown.rows.map(({ id }) => id));
  const fresh = next.rows.filter(({ id }) => !known.has(id));
  const total = fresh.length === 0 ? shown.rows.length : next.total;
  return { ...next, total, rows: [...shown.rows, ...fresh] };
}
