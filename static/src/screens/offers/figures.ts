import { exact, ONE, over, type Decimal } from '../../decimal';
import { figure, usd } from '../../format';
import { locale, t } from '../../words';

const A_YEAR = exact('365');

/** A price as we read it: the partner does not state its currency. */
export function price(text: string): string {
  return usd(exact(text), locale(), 2);
}

/** In days below two years, then in years; `never` says that it does not come to that. */
export function payback(days: string | null, never: string): string {
  if (days === null) return never;
  const count = exact(days);
  if (count < 2n * A_YEAR) return t('offers.days', { count: Number(days) });
  const years = over(count, A_YEAR) ?? 0n;
  return t('offers.years', { years: figure(years, locale(), 1), count: form(years) });
}

/** What chooses the plural form: the years as they are shown, where a fraction goes as two do. */
function form(years: Decimal): number {
  const tenths = (years * 10n) / ONE;
  return tenths % 10n === 0n ? Number(tenths / 10n) : 2;
}
