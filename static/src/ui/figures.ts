import { exact } from '../decimal';
import { figure } from '../format';
import { locale, t } from '../words';

/** A figure of the server's, as the user's language writes it. */
export function plain(digits: string, most = 2): string {
  return figure(exact(digits), locale(), most);
}

/** `16 TH`. */
export function th(digits: string): string {
  return `${plain(digits)}\u00a0${t('unit.th')}`;
}

/** `15 W/TH`. */
export function wPerTh(digits: string): string {
  return `${plain(digits)}\u00a0${t('unit.wPerTh')}`;
}

/** `16 TH · 15 W/TH`. */
export function setupText({ power, efficiency }: { power: string; efficiency: string }): string {
  return `${th(power)} · ${wPerTh(efficiency)}`;
}
