import type { JSX } from 'preact';

import { failures, loadFailed, perTh } from '../state/portfolio';
import { words } from '../words';
import { sentence } from '../words/faults';
import { Notice } from './Notice';

/** Tells once what keeps several parts, or the rate per TH, from loading. */
export function Outage(): JSX.Element | null {
  const [first, second] = failures.value;
  // The rate per TH is one figure among others, with no room for a sentence of its own.
  const alone = second === undefined && perTh.now.value.state !== 'failed';
  if (first === undefined || alone) return null;
  return <Notice text={sentence(first, words.value)} retry={loadFailed} />;
}
