/** Numbers as people type them, and back into a field. */

const PLAIN = /^\d{1,18}(?:\.\d{1,18})?$/;

/** Reads `16,5`, `16.5`, `1 234,5` or `1,234.5` as a plain decimal; `null` where it is no number. */
export function typed(text: string, locale: string): string | null {
  // Full-width digits and the blanks of every keyboard; a Swiss one groups by apostrophes.
  const bare = text.normalize('NFKC').replace(/[\s'’]/g, '');
  const plain = /\d[.,]|[.,]\d/.test(bare) ? pointed(bare, locale) : bare;
  return PLAIN.test(plain) ? plain : null;
}

/** Writes a plain decimal for a field: with the locale's point, and nothing that groups. */
export function forField(digits: string, locale: string): string {
  return digits.replace('.', sign(locale, 'decimal'));
}

/** The last mark is the point, unless it cannot be one where it stands. */
function pointed(bare: string, locale: string): string {
  const comma = bare.lastIndexOf(',');
  const point = bare.lastIndexOf('.');
  const at = Math.max(comma, point);
  const mark = comma > point ? ',' : '.';
  const whole = bare.slice(0, at);
  const mixed = comma >= 0 && point >= 0;
  const grouped = !mixed && (whole.includes(mark) || isThousands(bare, mark, locale));
  const [left, right] = grouped ? [bare, ''] : [whole, bare.slice(at + 1)];
  const groups = left.split(/[.,]/);
  // Groups have three digits: `1,2.5` is a slip of the finger rather than twelve and a half.
  if (groups.slice(1).some((group) => group.length !== 3)) return '';
  return (groups.join('') || '0') + (right && `.${right}`);
}

/** Whether `1,234` is a thousand and some: who speaks English means that, others do not. */
function isThousands(bare: string, mark: string, locale: string): boolean {
  return mark === sign(locale, 'group') && /^[1-9]\d{0,2}[.,]\d{3}$/.test(bare);
}

function sign(locale: string, type: 'decimal' | 'group'): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.5);
  return parts.find((part) => part.type === type)?.value ?? '.';
}
