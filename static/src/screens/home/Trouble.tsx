import type { JSX } from 'preact';

import type { Home } from '../../api/routes';
import { Fault } from '../../fault';
import { Notice } from '../../ui/Notice';
import { OLD, Stale } from '../../ui/Stale';
import { sentence } from '../../words/faults';

/** Says once what is missing, and how old the oldest figures are where they could not be renewed. */
export function Trouble({ figures, retry }: { figures: Home; retry: () => void }): JSX.Element {
  const parts = [figures.earnings, figures.totals, figures.power, figures.rates];
  const missing = parts.find(({ value }) => value === null);
  const stale = parts.filter(
    (part) => part.value !== null && (part.fault !== null || (part === figures.rates && Number(part.age) > OLD)),
  );
  const oldest = Math.max(...stale.map(({ age }) => Number(age)));
  const code = stale.find(({ fault }) => fault !== null)?.fault ?? 'partner_unreachable';
  return (
    <>
      {missing && <Notice text={sentence(new Fault(missing.fault ?? 'internal'))} retry={retry} />}
      {stale.length > 0 && <Stale seconds={oldest} code={code} {...(!missing && { retry })} />}
    </>
  );
}
