import { Fault } from '../fault';
import { parseExact } from './exact';

/** More than the 20 s after which the server tells what it has had so far of a long list. */
const TIMEOUT_MS = 25_000;

export interface Request {
  method: string;
  path: string;
  authorization: string;
  body?: unknown;
}

/** Asks the server and returns the `data` of its answer; anything else is a `Fault`. */
export async function send({ method, path, authorization, body }: Request): Promise<unknown> {
  const response = await reached(path, {
    method,
    headers: {
      Authorization: authorization,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw problem(response.text, response.retryAfter);
  const answer = readable(response.text);
  if (!('data' in answer)) throw new Fault('unreadable');
  return answer.data;
}

/** Returns whether the page could be loaded anew. */
export async function isReachable(): Promise<boolean> {
  try {
    return (await reached('/', {})).ok;
  } catch {
    return false;
  }
}

interface Reply {
  ok: boolean;
  text: string;
  retryAfter: number;
}

async function reached(path: string, init: RequestInit): Promise<Reply> {
  const hangUp = new AbortController();
  const timer = setTimeout(() => {
    hangUp.abort();
  }, TIMEOUT_MS);
  try {
    // eslint-disable-next-line no-restricted-globals -- this is the module the others ask through
    const response = await fetch(path, { ...init, signal: hangUp.signal, cache: 'no-store' });
    const text = await response.text();
    return { ok: response.ok, text, retryAfter: Number(response.headers.get('Retry-After')) || 0 };
  } catch {
    throw new Fault(hangUp.signal.aborted ? 'no_answer' : 'offline');
  } finally {
    clearTimeout(timer);
  }
}

function problem(text: string, retryAfter: number): Fault {
  const { code, reason } = readable(text);
  if (typeof code !== 'string') return new Fault('unreadable');
  return new Fault(code, typeof reason === 'string' ? reason : '', retryAfter);
}

function readable(text: string): Record<string, unknown> {
  try {
    const value = parseExact(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through: a proxy's HTML page, or half an answer.
  }
  throw new Fault('unreadable');
}
