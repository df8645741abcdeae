import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type * as Session from '../src/api/session';
import { answering, ME, problem, token, type Answer, type Server } from './answering';

let server: Server;
let session: typeof Session;

beforeEach(async () => {
  vi.resetModules();
  server = answering();
  session = await import('../src/api/session');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const EVERYWHERE = { method: 'POST', path: '/api/me/sign-out-everywhere' };

test('a session in place of another is gone on with', async () => {
  server.answers = (path, authorization) => {
    if (path === EVERYWHERE.path) return token('t2');
    if (path === '/api/session') return token('t1');
    return authorization === 'Bearer t2' ? [200, '{"data":true}'] : problem(401, 'session_invalid');
  };
  await session.openSession('init');

  await session.replaceSession(EVERYWHERE);

  expect(await session.ask(ME)).toBe(true);
  expect(server.asked.filter(({ path }) => path === '/api/session')).toHaveLength(1);
});

test('who meets the end of a session that is being replaced waits for the other', async () => {
  let replace: (answer: Answer) => void = () => undefined;
  server.answers = (path, authorization) => {
    if (path === EVERYWHERE.path) return new Promise((resolve) => (replace = resolve));
    if (path === '/api/session')
      return server.asked.length === 1 ? token('t1') : problem(401, 'init_data_expired');
    return authorization === 'Bearer t2' ? [200, '{"data":true}'] : problem(401, 'session_invalid');
  };
  await session.openSession('init');

  const replacing = session.replaceSession(EVERYWHERE);
  const met = session.ask(ME);
  await new Promise((turn) => setTimeout(turn));
  replace(token('t2'));

  expect(await met).toBe(true);
  await replacing;
});

test('a session that is over is opened anew before it is replaced', async () => {
  let issued = 0;
  server.answers = (path, authorization) => {
    if (path === '/api/session') return token(`t${String(++issued)}`);
    if (path === EVERYWHERE.path && authorization === 'Bearer t2') return token('t3');
    return authorization === 'Bearer t3' ? [200, '{"data":true}'] : problem(401, 'session_invalid');
  };
  await session.openSession('init');

  await session.replaceSession(EVERYWHERE);

  expect(await session.ask(ME)).toBe(true);
});

test('a session that could not be replaced is still the one', async () => {
  server.answers = (path) => {
    if (path === '/api/session') return token('t1');
    return path === EVERYWHERE.path ? problem(503, 'store_unavailable') : [200, '{"data":true}'];
  };
  await session.openSession('init');

  await expect(session.replaceSession(EVERYWHERE)).rejects.toMatchObject({ code: 'store_unavailable' });

  expect(await session.ask(ME)).toBe(true);
});
