import { asFault, Fault } from '../fault';
import type { Exact } from './exact';
import { send, type Request } from './http';
import type { components } from './schema';

/** Who opened the session, what they signed in with and how they like things. */
export type Opened = Exact<components['schemas']['OpenedSession']>;

/**
 * Our server's session token, kept in memory alone: a reload starts from the init data again,
 * which Telegram's client keeps, so no token ever lies in the browser's storage.
 */
let initData = '';
let token = '';
let opening: Promise<Opened> | null = null;
let replacing: Promise<void> | null = null;

/** Exchanges Telegram's init data for a session. */
export async function openSession(given: string): Promise<Opened> {
  initData = given;
  return opened();
}

/** Asks as the user; a session that is over is opened anew, once. */
export async function ask(request: Omit<Request, 'authorization'>): Promise<unknown> {
  const used = token;
  try {
    return await send({ ...request, authorization: `Bearer ${used}` });
  } catch (thrown) {
    if (asFault(thrown).code !== 'session_invalid') throw thrown;
    // Several requests may meet the end of the session together: one of them renews it.
    if (token === used) await (replacing ?? opened());
    return send({ ...request, authorization: `Bearer ${token}` });
  }
}

/**
 * Asks for what ends every session of the user and answers with one in place of this one.
 *
 * Whoever meets the end of this one meanwhile waits for the other: the init data is as old, and
 * opens none any more.
 */
export async function replaceSession(request: Omit<Request, 'authorization'>): Promise<void> {
  replacing = replaced(request).finally(() => {
    replacing = null;
  });
  await replacing;
}

async function replaced(request: Omit<Request, 'authorization'>): Promise<void> {
  try {
    take(await send({ ...request, authorization: `Bearer ${token}` }));
  } catch (thrown) {
    if (asFault(thrown).code !== 'session_invalid') throw thrown;
    await opened();
    take(await send({ ...request, authorization: `Bearer ${token}` }));
  }
}

async function opened(): Promise<Opened> {
  opening ??= exchange().finally(() => {
    opening = null;
  });
  return opening;
}

async function exchange(): Promise<Opened> {
  const data = await send({
    method: 'POST',
    path: '/api/session',
    authorization: `tma ${initData}`,
  });
  take(data);
  return data as Opened;
}

function take(data: unknown): void {
  const { token: given } = (data ?? {}) as Partial<Opened>;
  if (typeof given !== 'string') throw new Fault('unreadable');
  token = given;
}
