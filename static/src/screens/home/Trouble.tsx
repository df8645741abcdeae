import type { JSX } from 'preact';

import type { Home } from '../../api/routes';
import { Fault } from '../../fault';
import { Notice } from '../../ui/Notice';
import { Stale } from '../../ui/Stale';
import { sentence } from '../../words/faults';

/** Says once what is missing, or else how old the oldest figures are. */
export function Trouble({ figures, retry }: { figures: Home; retry: () => void }): JSX.Element | null {
  const parts = [figures.earnings, figures.totals, figures.power, figures.rates];
  const missing = parts.find(({ value }) => value === null);
  if (missing) return <Notice text={sentence(new Fault(missing.fault ?? 'internal'))} retry={retry} />;
  const stale = parts.filter(({ fault }) => fault !== null);
  const [first] = stale;
  if (!first) return null;
  const oldest = Math.max(...stale.map(({ age }) => Number(age)));
  return <Stale seconds={oldest} code={first.fault ?? 'internal'} retry={retry} />;
}
