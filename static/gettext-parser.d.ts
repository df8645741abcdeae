declare module 'gettext-parser' {
  interface Translation {
    msgid: string;
    msgid_plural?: string;
    msgstr: string[];
  }
  interface Translations {
    headers: Record<string, string | undefined>;
    translations: Record<string, Record<string, Translation>>;
  }
  export const po: { parse(text: string): Translations };
}
