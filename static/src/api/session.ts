import { asFault, Fault } from '../fault';
import { send, type Request } from './http';

/**
 * Our server's session token, kept in memory alone: a reload starts from the init data again,
 * which Telegram's client keeps, so no token ever lies in the browser's storage.
 */
let initData = '';
let token = '';
let opening: Promise<void> | null = null;

/** Exchanges Telegram's init data for a session. */
export async function openSession(given: string): Promise<void> {
  initData = given;
  await opened();
}

/** Asks as the user; a session that is over is opened anew, once. */
export async function ask(request: Omit<Request, 'authorization'>): Promise<unknown> {
  const used = token;
  try {
    return await send({ ...request, authorization: `Bearer ${used}` });
  } catch (thrown) {
    if (asFault(thrown).code !== 'session_invalid') throw thrown;
    // Several requests may meet the end of the session together: one of them renews it.
    if (token === used) await opened();
    return send({ ...request, authorization: `Bearer ${token}` });
  }
}

async function opened(): Promise<void> {
  opening ??= exchange().finally(() => {
    opening = null;
  });
  await opening;
}

async function exchange(): Promise<void> {
  const data = await send({
    method: 'POST',
    path: '/api/session',
    authorization: `tma ${initData}`,
  });
  const given = (data as { token?: unknown } | null)?.token;
  if (typeof given !== 'string') throw new Fault('unreadable');
  token = given;
}
