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

test('init data is exchanged once, the token is sent afterwards', async () => {
  server.answers = (path) => (path === '/api/session' ? token('t1') : [200, '{"data":1.5}']);

  await session.openSession('init');

  expect(await session.ask(ME)).toBe('1.5');
  expect(server.asked.map(({ authorization }) => authorization)).toEqual(['tma init', 'Bearer t1']);
});

test('a session that is over is opened anew once, for all who met its end', async () => {
  let issued = 0;
  server.answers = (path, authorization) => {
    if (path === '/api/session') return token(`t${String(++issued)}`);
    return authorization === 'Bearer t2' ? [200, '{"data":true}'] : problem(401, 'session_invalid');
  };
  await session.openSession('init');

  expect(await Promise.all([session.ask(ME), session.ask(ME), session.ask(ME)])).toEqual([
    true,
    true,
    true,
  ]);
  expect(issued).toBe(2);
});

test('a refusal that arrives after the session was renewed renews it no second time', async () => {
  let issued = 0;
  let refuse: (answer: Answer) => void = () => undefined;
  server.answers = (path, authorization) => {
    if (path === '/api/session') return token(`t${String(++issued)}`);
    if (authorization === 'Bearer t2') return [200, '{"data":true}'];
    return path === '/api/slow'
      ? new Promise((resolve) => (refuse = resolve))
      : problem(401, 'session_invalid');
  };
  await session.openSession('init');

  const slow = session.ask({ method: 'GET', path: '/api/slow' });
  await session.ask(ME);
  refuse(problem(401, 'session_invalid'));

  expect(await slow).toBe(true);
  expect(issued).toBe(2);
});

test('what is refused for another reason is not asked again', async () => {
  server.answers = (path) => (path === '/api/session' ? token('t') : problem(401, 'sign_in_again'));
  await session.openSession('init');

  await expect(session.ask(ME)).rejects.toMatchObject({ code: 'sign_in_again' });
  expect(server.asked).toHaveLength(2);
});

test('a session refused twice is not asked for a third time', async () => {
  server.answers = (path) => (path === '/api/session' ? token('t') : problem(401, 'session_invalid'));
  await session.openSession('init');

  await expect(session.ask(ME)).rejects.toMatchObject({ code: 'session_invalid' });
  expect(server.asked).toHaveLength(4);
});

test.each<[string, Answer | Error, object]>([
  ['the network', new TypeError('Failed to fetch'), { code: 'offline' }],
  ['a proxy’s page', [502, '<html>'], { code: 'unreadable' }],
  ['half an answer', [200, '{"data":'], { code: 'unreadable' }],
  ['an answer without data', [200, '{}'], { code: 'unreadable' }],
  ['a problem without a code', [500, '{"title":"?"}'], { code: 'unreadable' }],
  [
    'a limit',
    [429, '{"code":"rate_limited"}', { 'Retry-After': '7' }],
    { code: 'rate_limited', retryAfter: 7 },
  ],
  [
    'a refused address',
    [422, '{"code":"btc_address_invalid","reason":"wrong_network"}'],
    { code: 'btc_address_invalid', reason: 'wrong_network' },
  ],
])('%s becomes a fault', async (_, answer, fault) => {
  server.answers = (path) => (path === '/api/session' ? token('t') : answer);
  await session.openSession('init');

  await expect(session.ask(ME)).rejects.toMatchObject(fault);
});
