import { vi } from 'vitest';

export type Answer = [status: number, body: string, headers?: Record<string, string>];

/** A server of ours, as far as the page's `fetch` can tell. */
export interface Server {
  asked: { path: string; authorization: string }[];
  answers: (path: string, authorization: string) => Answer | Error | Promise<Answer>;
}

export const ME = { method: 'GET', path: '/api/me' };

/** Puts a server in the place of the network. */
export function answering(): Server {
  const server: Server = { asked: [], answers: () => new TypeError('Failed to fetch') };
  vi.stubGlobal('fetch', async (path: string, init: { headers?: Record<string, string> }) => {
    const authorization = init.headers?.Authorization ?? '';
    server.asked.push({ path, authorization });
    const answer = await server.answers(path, authorization);
    if (answer instanceof Error) throw answer;
    const [status, body, headers] = answer;
    return new Response(body, { status, ...(headers && { headers }) });
  });
  return server;
}

export const token = (value: string): Answer => [200, `{"data":{"token":"${value}","user":{}}}`];
export const problem = (status: number, code: string): Answer => [status, `{"code":"${code}"}`];
