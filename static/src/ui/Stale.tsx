import type { JSX } from 'preact';

import { t } from '../words';
import { isPartnerDown } from '../words/faults';

interface Props {
  /** How old the figures are. */
  seconds: number;
  /** Why they could not be renewed. */
  code: string;
  retry?: () => void;
}

/** Says that figures are shown which could not be renewed, and how old they are. */
export function Stale({ seconds, code, retry }: Props): JSX.Element {
  const age = aged(Math.max(0, seconds));
  return (
    <div class="stale" role="status">
      <p>{isPartnerDown(code) ? t('age.stale', { age }) : t('age.staleOurs', { age })}</p>
      {retry && (
        <button type="button" class="link" onClick={retry}>
          {t('app.retry')}
        </button>
      )}
    </div>
  );
}

/** Seconds after which rates and offers, which are asked for every minute, are said to be old. */
export const OLD = 300;

/** Says so where rates or offers are old. */
export function OldMarket({ seconds, retry }: Omit<Props, 'code'>): JSX.Element | null {
  return seconds > OLD ? <Stale seconds={seconds} code="partner_unreachable" {...(retry && { retry })} /> : null;
}

function aged(seconds: number): string {
  if (seconds < 60) return t('age.seconds');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('age.minutes', { count: minutes });
  return t('age.hours', { count: Math.floor(minutes / 60) });
}
