import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Digits } from '../src/decimal';
import { enter, leave, phase, type Wallet } from '../src/state/app';
import { preferences, prefer } from '../src/state/preferences';
import { cancelSignIn, forgetMe, signIn, step } from '../src/state/sign-in';
import type * as Connect from '../src/wallet/connect';
import { answering, problem, type Server } from './answering';

const WALLET = { friendlyAddress: 'UQAb' } as Wallet;
const NOTHING_CHOSEN = preferences.value;

let server: Server;
let part: () => void;
let proving: Parameters<typeof Connect.prove>[0][];

/** A wallet's side that parts when it is told to, and waits until it is cancelled. */
const connect: Pick<typeof Connect, 'disconnect' | 'prove'> = {
  disconnect: () => new Promise((resolve) => (part = resolve)),
  prove: async (given) => {
    proving.push(given);
    await new Promise((resolve) => {
      given.cancelled.addEventListener('abort', resolve);
    });
    return null;
  },
};

vi.mock('../src/wallet/connect', () => connect);

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { lang: '' }, getElementById: () => null });
  server = answering();
  server.answers = () => [200, '{"data":{"payload":"p","expiresAt":"2026-11-22T12:00:00Z"}}'];
  [proving, part] = [[], () => undefined];
  leave();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function isAt(expected: string): Promise<void> {
  await vi.waitFor(() => {
    expect(step.value).toBe(expected);
  });
}

test('a wallet is waited for once the one before it is parted from', async () => {
  const signing = signIn();
  await vi.waitFor(() => {
    expect(server.asked).toHaveLength(1);
  });
  await new Promise((turn) => setTimeout(turn));
  expect([step.value, proving]).toEqual(['opening', []]);

  part();
  await isAt('waiting');
  expect(proving).toMatchObject([{ first: { payload: 'p' } }]);

  cancelSignIn();
  await signing;
  expect(step.value).toBe('idle');
  expect(phase.value).toEqual({ name: 'signedOut', fault: null, done: null });
});

test.each([
  ['init_data_expired', 'stopped'],
  ['rate_limited', 'signedOut'],
])('a sign-in that ends by %s leaves the user %s', async (code, name) => {
  server.answers = () => problem(401, code);

  await signIn();

  expect(phase.value).toMatchObject({ name, fault: { code } });
  expect(step.value).toBe('idle');
});

test('whoever has their data deleted finds nothing chosen when they come back', async () => {
  server.answers = () => [200, '{"data":true}'];
  enter(WALLET);
  prefer({ ...NOTHING_CHOSEN, notifyHour: '7' as Digits, notify: true });

  await forgetMe();

  expect(phase.value).toMatchObject({ name: 'signedOut', done: 'signIn.forgotten' });
  expect(preferences.value).toEqual(NOTHING_CHOSEN);
});
