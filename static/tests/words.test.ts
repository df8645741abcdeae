import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { readCatalogue } from '../po';
import { Fault } from '../src/fault';
import { LANGUAGES, languageOf, locale, speak, t, type Language } from '../src/words';
import { isSessionOver, sentence } from '../src/words/faults';

const SRC = new URL('../src', import.meta.url).pathname;
const languages = Object.keys(LANGUAGES) as Language[];
const catalogue = (language: string): ReturnType<typeof readCatalogue> =>
  readCatalogue(readFileSync(join(SRC, 'words', `${language}.po`), 'utf8'));
const english = catalogue('en');

function sources(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => {
      if (statSync(path).isDirectory()) return sources(path);
      return /\.tsx?$/.test(path) && !/(ids|schema)\.ts$/.test(path) ? readFileSync(path, 'utf8') : '';
    })
    .join('\n');
}

afterEach(() => speak('en'));

test('no message stands in the catalogue that the page never says', () => {
  const code = sources(SRC);
  // `t(`range.${value}`)` says every message that begins so.
  const beginnings = [...code.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1] ?? '');
  const said = (id: string): boolean =>
    code.includes(`'${id}'`) || beginnings.some((beginning) => id.startsWith(beginning));

  expect(Object.keys(english.messages).filter((id) => !said(id))).toEqual([]);
});

test.each(languages)('%s has every message, each with its placeholders and plural forms', (language) => {
  const { messages, plural } = catalogue(language);
  const holes = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
  const forms = Number(/nplurals=(\d)/.exec(readFileSync(join(SRC, 'words', `${language}.po`), 'utf8'))?.[1]);

  expect(Object.keys(messages).sort()).toEqual(Object.keys(english.messages).sort());
  for (const [id, original] of Object.entries(english.messages)) {
    const said = messages[id];
    expect(Array.isArray(said), id).toBe(Array.isArray(original));
    for (const form of [said].flat()) {
      expect(form, id).toBeTruthy();
      const all = holes([original].flat().join());
      // One of something may be said without the figure.
      expect(all, id).toEqual(expect.arrayContaining(holes(form ?? '')));
      if (!Array.isArray(said)) expect(holes(form ?? ''), id).toEqual(all);
    }
    if (Array.isArray(said)) expect(said.length, id).toBe(forms);
  }
  expect(plural).not.toBe('');
});

test.each([
  ['en', [1, 2, 5], [0, 1, 1]],
  ['ru', [1, 2, 5, 11, 21, 22, 111], [0, 1, 2, 2, 0, 1, 2]],
  ['es', [1, 2], [0, 1]],
  ['de', [1, 0], [0, 1]],
  ['tr', [1, 2], [0, 1]],
  ['pt-BR', [0, 1, 2], [0, 0, 1]],
  ['zh-CN', [1, 2, 99], [0, 0, 0]],
] as const)('%s counts by its own plural rule', async (language, counts, forms) => {
  const { plural } = await LANGUAGES[language].load();

  expect(counts.map((count) => plural(count))).toEqual(forms);
});

test('only names and units are the same in another language', () => {
  const shared = languages
    .filter((language) => language !== 'en')
    .map((language) => {
      const { messages } = catalogue(language);
      const same = Object.entries(english.messages).filter(([id, text]) => messages[id] === text);
      return [language, same.filter(([, text]) => / \w+ /.test(String(text))).map(([id]) => id)];
    });

  expect(shared.filter(([, ids]) => (ids?.length ?? 0) > 0)).toEqual([]);
});

test.each([
  ['pt-br', 'pt-BR'],
  ['pt', 'pt-BR'],
  ['zh-hans', 'zh-CN'],
  ['DE-at', 'de'],
  ['uk', 'en'],
  ['', 'en'],
])('Telegram’s %s is spoken to in %s', (tag, expected) => {
  expect(languageOf(tag)).toBe(expected);
});

test('numbers in a sentence are written as the language writes them', async () => {
  await speak('de');

  expect(locale()).toBe('de');
  expect(t('age.minutes', { count: 1234 })).toContain('1.234');
});

test.each([
  ['rate_limited', '', 'fault.rate_limited'],
  ['btc_address_invalid', 'malformed', 'fault.btc_malformed'],
  ['btc_address_invalid', 'testnet_address', 'fault.btc_testnet'],
  ['btc_address_invalid', 'never heard of', 'fault.btc_malformed'],
  ['proof_refused', 'too_old', 'fault.proof_clock'],
  ['proof_refused', 'signature_invalid', 'fault.proof_refused'],
  ['partner_timeout', '', 'fault.partner_down'],
  ['sign_in_again', '', 'fault.sign_in_again'],
  ['init_data_expired', '', 'fault.session_over'],
  ['toString', '', 'fault.internal'],
  ['a code of tomorrow', '', 'fault.internal'],
] as const)('%s %s has its sentence', (code, reason, id) => {
  expect(sentence(new Fault(code, reason))).toBe(t(id));
});

test('a wait is told in seconds where the server names them', () => {
  expect(sentence(new Fault('rate_limited', '', 1))).toContain('1 second.');
  expect(sentence(new Fault('rate_limited', '', 30))).toContain('30 seconds.');
});

test('only opening the app anew helps when Telegram’s init data is refused', () => {
  expect(isSessionOver(new Fault('init_data_expired'))).toBe(true);
  expect(isSessionOver(new Fault('partner_timeout'))).toBe(false);
});

/** Said in the chat alone: the page's own TonConnect has words of its own for these. */
const BOT_ONLY = ['connect_failed', 'wallet_silent', 'bridge_down', 'connect_busy', 'connect_ended'];

test('every code of the server’s has a sentence', () => {
  const errors = readFileSync(new URL('../../core/errors.py', import.meta.url), 'utf8');
  const codes = [...errors.matchAll(/^ {4}code = "(\w+)"/gm)].map((match) => match[1] ?? '');
  const unsaid = codes
    .filter((code) => code !== 'settings_invalid' && !BOT_ONLY.includes(code))
    .filter((code) => sentence(new Fault(code)) === t('fault.internal'));

  expect(codes.length).toBeGreaterThan(15);
  expect(unsaid).toEqual(['internal'].filter((code) => codes.includes(code)));
});
