import { afterEach, expect, test, vi } from 'vitest';

import { leave, phase } from '../src/state/app';
import { signIn } from '../src/state/sign-in';
import { answering } from './answering';

vi.mock('../src/wallet/connect', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const PAYLOAD = '{"data":{"payload":"p","expiresAt":"2026-11-22T12:00:00Z"}}';
const OFFLINE = { name: 'signedOut', fault: { code: 'offline' } };

test("the wallet's side that is missed twice comes with a new page, once one can be had", async () => {
  const [reload, kept] = [vi.fn(), new Map<string, string>()];
  vi.stubGlobal('document', { documentElement: { lang: '' }, getElementById: () => null });
  vi.stubGlobal('location', { reload });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  const server = answering();
  leave();

  server.answers = () => [200, PAYLOAD];
  await signIn();
  expect(phase.value).toMatchObject(OFFLINE);
  expect(reload).not.toHaveBeenCalled();

  server.answers = (path) => (path === '/' ? new TypeError('Failed to fetch') : [200, PAYLOAD]);
  await signIn();
  expect(phase.value).toMatchObject(OFFLINE);
  expect(reload).not.toHaveBeenCalled();

  server.answers = () => [200, PAYLOAD];
  reload.mockImplementation(() => {
    expect([...kept]).toEqual([]); // nothing that the new page would take for interrupted
  });
  await signIn();
  expect(reload).toHaveBeenCalledOnce();
});
