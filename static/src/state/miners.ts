import * as api from '../api/routes';
import { asFault } from '../fault';
import { heed } from './heed';
import { makeParts, type Part } from './loaded';

/** Rows asked for at a time, and the most that the server gives at once. */
const PAGE = 50;
const MOST = 999;

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

const lists: (sort: string) => Part<MinerList> = makeParts((sort) =>
  page(sort as api.MinerSort, 0, shown(lists(sort))),
);
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
    const next = await page(sort, now.value.rows.length, PAGE);
    if (part.now.value === now) {
      part.show(joined(now.value, next));
      return;
    }
  } catch (thrown) {
    heed(asFault(thrown));
    throw thrown;
  } finally {
    growing.delete(part);
  }
  // Between the question and the answer the list was asked for anew, and its end is still near.
  await grow(sort);
}

async function page(sort: api.MinerSort, offset: number, limit: number): Promise<MinerList> {
  const { array, total, age, ...rest } = await api.miners(sort, offset, limit);
  return { ...rest, rows: array, total: Number(total), age: Number(age) };
}

/** As many rows as are shown: a list that is renewed does not shrink under whoever reads it. */
function shown({ now: { value: now } }: Part<MinerList>): number {
  return now.state === 'ready' ? Math.min(MOST, Math.max(PAGE, now.value.rows.length)) : PAGE;
}

/** A miner that moved between two pages is shown once. */
function joined(list: MinerList, next: MinerList): MinerList {
  const known = new Set(list.rows.map(({ id }) => id));
  const fresh = next.rows.filter(({ id }) => !known.has(id));
  const total = fresh.length === 0 ? list.rows.length : next.total;
  return { ...next, total, rows: [...list.rows, ...fresh] };
}
