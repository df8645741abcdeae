import { exact } from '../../decimal';
import { figure } from '../../format';
import { forField } from '../../typed';
import { locale } from '../../words';

/** A figure of the server's to begin typing with: no more places than one would type. */
export function inField(digits: string): string {
  return forField(figure(exact(digits), 'en').replace(/,/g, ''), locale());
}
