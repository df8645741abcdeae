import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { Fault } from '../src/fault';
import { en } from '../src/words/en';
import { isSessionOver, sentence } from '../src/words/faults';
import { ru } from '../src/words/ru';

test.each([
  ['rate_limited', '', en.faults.rate_limited],
  ['btc_address_invalid', 'malformed', en.faults.btc_malformed],
  ['btc_address_invalid', 'wrong_network', en.faults.btc_wrong_network],
  ['btc_address_invalid', 'never heard of', en.faults.btc_malformed],
  ['proof_refused', 'too_old', en.faults.proof_clock],
  ['proof_refused', 'signature_invalid', en.faults.proof_refused],
  ['partner_timeout', '', en.faults.partner_down],
  ['sign_in_again', '', en.faults.sign_in_again],
  ['init_data_expired', '', en.faults.session_over],
  ['toString', '', en.faults.internal],
  ['a code of tomorrow', '', en.faults.internal],
])('%s %s has its sentence', (code, reason, expected) => {
  expect(sentence(new Fault(code, reason), en)).toBe(expected);
});

test('a wait is told in seconds where the server names them', () => {
  expect(sentence(new Fault('rate_limited', '', 1), en)).toContain('1 second.');
  expect(sentence(new Fault('rate_limited', '', 30), en)).toContain('30 seconds.');
});

test('only opening the app anew helps when Telegram’s init data is refused', () => {
  expect(isSessionOver(new Fault('init_data_expired'))).toBe(true);
  expect(isSessionOver(new Fault('partner_timeout'))).toBe(false);
});

test('every code of the server’s has a sentence', () => {
  const errors = readFileSync(new URL('../../core/errors.py', import.meta.url), 'utf8');
  const codes = [...errors.matchAll(/^ {4}code = "(\w+)"/gm)].map((match) => match[1] ?? '');
  const unsaid = codes
    .filter((code) => code !== 'settings_invalid')
    .filter((code) => sentence(new Fault(code), en) === en.faults.internal);

  expect(codes.length).toBeGreaterThan(15);
  expect(unsaid).toEqual([]);
});

test('no language leaves a sentence in English', () => {
  const said = (words: object): unknown[] =>
    Object.values(words).flatMap((value: unknown) =>
      typeof value === 'object' && value !== null ? said(value) : [value],
    );
  const english = new Set(said(en).filter((value) => typeof value === 'string'));
  const shared = said(ru).filter((value) => typeof value === 'string' && english.has(value));

  expect(shared).toEqual(['GoMining', 'TH', 'W/TH', 'BTC']);
  expect(readdirSync(new URL('../src/words', import.meta.url))).toContain('ru.ts');
});
