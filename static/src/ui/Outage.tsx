import type { JSX } from 'preact';

import { failures, loadFailed } from '../state/portfolio';
import { words } from '../words';
import { sentence } from '../words/faults';
import { Notice } from './Notice';

/** Tells once what keeps several parts from loading. */
export function Outage(): JSX.Element | null {
  const [first, second] = failures.value;
  if (first === undefined || second === undefined) return null;
  return <Notice text={sentence(first, words.value)} retry={loadFailed} />;
}
