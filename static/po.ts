import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { po as reader } from 'gettext-parser';
import type { Plugin } from 'vite';

/** A catalogue as the page loads it: an array holds a message's plural forms. */
export interface Catalogue {
  messages: Record<string, string | string[]>;
  /** A C expression of `n`, as gettext writes it. */
  plural: string;
}

const PLURAL = /plural=([^;]+)/;
const SAFE = /^[n\d\s%=!<>&|?:()]+$/;
const ENGLISH = 'src/words/en.po';

/** Reads a gettext catalogue. */
export function readCatalogue(text: string): Catalogue {
  const { headers, translations } = reader.parse(text);
  const plural = PLURAL.exec(headers['Plural-Forms'] ?? '')?.[1]?.trim() ?? '';
  // It becomes code in the built page.
  if (!SAFE.test(plural)) throw new Error(`Plural-Forms: ${plural || 'missing'}`);
  const messages: Catalogue['messages'] = {};
  for (const { msgid, msgid_plural: many, msgstr } of Object.values(translations[''] ?? {})) {
    if (msgid) messages[msgid] = many ? msgstr : (msgstr[0] ?? '');
  }
  return { messages, plural };
}

/** Lets the page import `.po` files, and writes the ids of the English one as a type. */
export function catalogues(): Plugin {
  return {
    name: 'catalogues',
    configResolved({ root }) {
      const { messages } = readCatalogue(readFileSync(join(root, ENGLISH), 'utf8'));
      const ids = Object.keys(messages).map((id) => `  | ${JSON.stringify(id)}`);
      const type = `/** Every message, from en.po. */\nexport type MessageId =\n${ids.join('\n')};\n`;
      const file = join(root, 'src/words/ids.ts');
      // Written only when it differs: a watcher would else go round in circles.
      if (contentOf(file) !== type) writeFileSync(file, type);
    },
    transform(text, file) {
      if (!file.endsWith('.po')) return null;
      const { messages, plural } = readCatalogue(text);
      const code = `export default { messages: ${JSON.stringify(messages)}, plural: (n) => Number(${plural}) };`;
      return { code, map: null };
    },
  };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
