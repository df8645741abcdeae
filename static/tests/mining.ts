import { vi } from 'vitest';

import { minerList, type MinerList } from '../src/state/miners';
import type { Loaded } from '../src/state/part';

export const TOTAL = 120;

/** A server of so many miners, as far as the page's `fetch` can tell. */
export interface Mine {
  /** Offsets and limits. */
  asked: string[];
  /** The code of what is answered instead. */
  refused: string | null;
  /** What answers wait for from when they are asked for. */
  held: Promise<undefined> | undefined;
  told: { age: number; fault: string | null };
}

/** Puts it in the place of the network. */
export function mining(): Mine {
  const mine: Mine = { asked: [], refused: null, held: undefined, told: { age: 0, fault: null } };
  vi.stubGlobal('fetch', async (path: string) => {
    const query = new URLSearchParams(path.split('?')[1]);
    mine.asked.push(`${query.get('offset') ?? ''}+${query.get('limit') ?? ''}`);
    await mine.held;
    if (mine.refused !== null) return new Response(`{"code":"${mine.refused}"}`, { status: 401 });
    const from = Number(query.get('offset'));
    const count = Math.min(Number(query.get('limit')), TOTAL - from);
    const array = Array.from({ length: count }, (_, at) => ({ id: from + at }));
    const data = { array, total: TOTAL, complete: true, unit: 'usd', ...mine.told };
    return new Response(JSON.stringify({ data }));
  });
  return mine;
}

/** What is shown of them. */
export function list(): Extract<Loaded<MinerList>, { state: 'ready' }> {
  const { value: now } = minerList('net').now;
  if (now.state !== 'ready') throw new Error(now.state);
  return now;
}

/** How many rows are shown. */
export function rows(): number {
  return list().value.rows.length;
}
