import { computed, signal } from '@preact/signals';

import { en, type Words } from './en';

/** Each further language: its code, and the catalogue loaded only when it is spoken. */
const OTHERS: Record<string, () => Promise<Words>> = {
  ru: async () => (await import('./ru')).ru,
};

const catalogue = signal<Words>(en);
const language = signal('en');

/** The page's words in the user's language. */
export const words = computed(() => catalogue.value);

/** The language in which numbers and dates are written: the one the words are in. */
export const locale = computed(() => language.value);

/** Speaks the user's language where there is a catalogue of it; otherwise English stays. */
export async function speak(code: string): Promise<void> {
  const [wanted = ''] = code.toLowerCase().split('-');
  const load = OTHERS[wanted];
  if (load === undefined) return;
  try {
    catalogue.value = await load();
    language.value = wanted;
    document.documentElement.lang = wanted;
  } catch {
    // The catalogue could not be fetched: English is better than nothing.
  }
}
