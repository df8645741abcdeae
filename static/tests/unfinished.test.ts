import { beforeEach, describe, expect, test } from 'vitest';

import { begin, connection, finish, forgetAsked, unfinished } from '../src/wallet/unfinished';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const SDK = 'ton-connect-storage_bridge-connection';
const ASKED = JSON.stringify({
  type: 'http',
  connectionSource: { bridgeUrl: 'https://bridge.example.org', universalLink: 'https://w.example.org' },
  sessionCrypto: { publicKey: '00', secretKey: '01' },
  createdAt: NOW,
});
const CONNECTED = JSON.stringify({ type: 'http', connectEvent: { event: 'connect' }, session: {} });
const INJECTED = JSON.stringify({ type: 'injected', jsBridgeKey: 'demoWallet' });

let storage: Storage;

beforeEach(() => {
  const kept = new Map<string, string>();
  storage = {
    get length() {
      return kept.size;
    },
    clear: () => {
      kept.clear();
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
    removeItem: (key) => {
      kept.delete(key);
    },
  };
});

describe('what an earlier page left', () => {
  test('is nothing where no sign-in was begun, whatever the SDK keeps', () => {
    storage.setItem(SDK, ASKED);

    expect(unfinished(storage, NOW)).toBeNull();
  });

  test('is nothing once the sign-in came to an end', () => {
    begin(storage, NOW);
    storage.setItem(SDK, ASKED);
    finish(storage);

    expect(unfinished(storage, NOW)).toBeNull();
  });

  test('is an answer to wait for, for what remains of the payload’s life', () => {
    begin(storage, NOW);
    storage.setItem(SDK, ASKED);

    expect(unfinished(storage, NOW + 4 * MINUTE)).toEqual({ wait: 11 * MINUTE });
  });

  test.each([
    ['nothing, as while an injected wallet is asked', null],
    ['a wallet that answered to a page that is gone', CONNECTED],
    ['an injected wallet', INJECTED],
    ['something unreadable', '{'],
  ])('was interrupted where the SDK keeps %s', (_, kept) => {
    begin(storage, NOW);
    if (kept !== null) storage.setItem(SDK, kept);

    expect(unfinished(storage, NOW + 1)).toBe('interrupted');
  });

  test.each([
    ['is too old', 15 * MINUTE],
    ['lies in the future, the clock having been set', -1],
  ])('is nothing when it %s', (_, passed) => {
    begin(storage, NOW);
    storage.setItem(SDK, ASKED);

    expect(unfinished(storage, NOW + passed)).toBeNull();
  });

  test('is nothing when what is kept is no time', () => {
    begin(storage, NaN);

    expect(unfinished(storage, NOW)).toBeNull();
  });

  test('is nothing in a frame without storage', () => {
    begin(null, NOW);

    expect(unfinished(null, NOW)).toBeNull();
  });
});

test.each([
  [null, 'none'],
  [ASKED, 'asked'],
  [CONNECTED, 'connected'],
  [INJECTED, 'connected'],
])('the SDK’s record %s is read as %s', (kept, state) => {
  if (kept !== null) storage.setItem(SDK, kept);

  expect(connection(storage)).toBe(state);
});

test('a wallet that was asked is forgotten, a connected one is not', () => {
  storage.setItem(SDK, ASKED);
  expect(forgetAsked(storage)).toBe(true);
  expect(connection(storage)).toBe('none');

  storage.setItem(SDK, CONNECTED);
  expect(forgetAsked(storage)).toBe(false);
  expect(connection(storage)).toBe('connected');
});
