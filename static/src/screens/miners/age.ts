import { t } from '../../words';

const DAY_MS = 24 * 60 * 60 * 1000;
const MONTH = 30.44;
const YEAR = 365.25;

/** How long ago a miner was made: in days, months or years, whichever says it shortest. */
export function ageText(createdAt: string, now = Date.now()): string {
  const days = Math.floor((now - Date.parse(createdAt)) / DAY_MS);
  if (Number.isNaN(days) || days < 0) return '';
  if (days < 60) return t('miners.age.days', { count: days });
  if (days < 2 * YEAR) return t('miners.age.months', { count: Math.floor(days / MONTH) });
  return t('miners.age.years', { count: Math.floor(days / YEAR) });
}
