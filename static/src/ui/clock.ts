import { locale } from '../words';

/** An hour of UTC as the user's own clock shows it today. */
export function clock(hour: number): string {
  const then = new Date();
  then.setUTCHours(hour, 0, 0, 0);
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(then);
}
