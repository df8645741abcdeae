import * as api from '../api/routes';
import { asFault } from '../fault';
import { heed } from './heed';
import { makeParts } from './loaded';
import type { Part } from './part';

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
  if (growing.has(part)) return;
  growing.add(part);
  try {
    while (await isStillShort(part, sort));
  } catch (thrown) {
    heed(asFault(thrown));
    throw thrown;
  } finally {
    growing.delete(part);
  }
}

/** Adds a page; returns whether the list was renewed meanwhile, and its end is as near as before. */
async function isStillShort(part: Part<MinerList>, sort: api.MinerSort): Promise<boolean> {
  await part.settled();
  const list = listOf(part);
  if (list === null || list.rows.length >= list.total) return false;
  const next = await page(sort, list.rows.length, PAGE);
  // An answer that is still to come is of the rows shown now, and would take the others away.
  await part.settled();
  if (listOf(part) !== list) return true;
  part.extend(joined(list, next));
  return false;
}

async function page(sort: api.MinerSort, offset: number, limit: number): Promise<MinerList> {
  const { array, total, age, ...rest } = await api.miners(sort, offset, limit);
  return { ...rest, rows: array, total: Number(total), age: Number(age) };
}

function listOf({ now: { value: now } }: Part<MinerList>): MinerList | null {
  return now.state === 'ready' ? now.value : null;
}

/** As many rows as are shown: a list that is renewed does not shrink under whoever reads it. */
function shown(part: Part<MinerList>): number {
  return Math.min(MOST, Math.max(PAGE, listOf(part)?.rows.length ?? 0));
}

/** A miner that moved between two pages is shown once; the list is as old as its oldest rows. */
function joined(list: MinerList, next: MinerList): MinerList {
  const known = new Set(list.rows.map(({ id }) => id));
  const fresh = next.rows.filter(({ id }) => !known.has(id));
  const total = fresh.length === 0 ? list.rows.length : next.total;
  const { age, fault } = older(list, next);
  return { ...next, total, age, fault, rows: [...list.rows, ...fresh] };
}

/** Of two, the one to tell the age of: what could not be renewed, and longest. */
function older(one: MinerList, other: MinerList): MinerList {
  if ((one.fault === null) !== (other.fault === null)) return one.fault === null ? other : one;
  return one.age < other.age ? other : one;
}
