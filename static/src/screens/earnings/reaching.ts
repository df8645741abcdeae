import type { Range } from '../../api/routes';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The smallest range, from a month up, that reaches back to `day`. */
export function reaching(day: string): Range {
  const ago = Math.floor((Date.now() - Date.parse(day)) / DAY_MS);
  if (ago <= 30) return '30';
  return ago <= 90 ? '90' : 'all';
}
