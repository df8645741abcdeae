import { signal } from '@preact/signals';

import { numbers } from '../format';
import english from './en.po';
import type { MessageId } from './ids';

/** A language's messages; an array holds the forms that `plural` chooses among. */
export interface Catalogue {
  messages: Record<string, string | string[] | undefined>;
  plural: (count: number) => number;
}

export type Language = 'en' | 'ru' | 'es' | 'de' | 'tr' | 'pt-BR' | 'zh-CN';

/** The languages by their own names; all but English are loaded when they are spoken. */
export const LANGUAGES: Record<Language, { name: string; load: () => Promise<Catalogue> }> = {
  en: { name: 'English', load: () => Promise.resolve(english) },
  ru: { name: 'Русский', load: async () => (await import('./ru.po')).default },
  es: { name: 'Español', load: async () => (await import('./es.po')).default },
  de: { name: 'Deutsch', load: async () => (await import('./de.po')).default },
  tr: { name: 'Türkçe', load: async () => (await import('./tr.po')).default },
  'pt-BR': { name: 'Português', load: async () => (await import('./pt-BR.po')).default },
  'zh-CN': { name: '简体中文', load: async () => (await import('./zh-CN.po')).default },
};

const spoken = signal<{ language: Language; catalogue: Catalogue }>({
  language: 'en',
  catalogue: english,
});
let wanted: Language = 'en';

/** The language the words are in: numbers and dates are written in it too. */
export function locale(): Language {
  return spoken.value.language;
}

/** Says a message in the user's language; `count` chooses the plural form. */
export function t(id: MessageId, values: Record<string, string | number> = {}): string {
  const { language, catalogue } = spoken.value;
  const found = catalogue.messages[id] ?? english.messages[id] ?? id;
  const form = typeof found === 'string' ? found : found[catalogue.plural(Number(values.count))];
  return (form ?? id).replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? numbers(language).format(value) : (value ?? placeholder);
  });
}

/** Returns ours for a tag such as `pt-br` or `zh-hans`; English where there is none. */
export function languageOf(tag: string): Language {
  const [first = ''] = tag.toLowerCase().split(/[-_]/);
  const codes = Object.keys(LANGUAGES) as Language[];
  return codes.find((code) => code.split('-')[0] === first) ?? 'en';
}

/** Speaks a language from now on; when it cannot be fetched, the present one stays. */
export async function speak(tag: string): Promise<void> {
  const language = (wanted = languageOf(tag));
  try {
    const catalogue = await LANGUAGES[language].load();
    // Another one may have been asked for meanwhile.
    if (wanted !== language) return;
    spoken.value = { language, catalogue };
    document.documentElement.lang = language;
  } catch {
    // English, or what was spoken before, is better than nothing.
  }
}
