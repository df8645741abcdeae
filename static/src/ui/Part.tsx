import type { ComponentChildren, JSX } from 'preact';

import type { Part as State } from '../state/loaded';
import { words } from '../words';
import { sentence } from '../words/faults';
import { Notice } from './Notice';
import { Skeleton } from './Skeleton';

interface Props<T> {
  title: string;
  /** Stands beside the title once the value is there. */
  aside?: (value: T) => ComponentChildren;
  part: State<T>;
  outline: readonly number[];
  children: (value: T) => ComponentChildren;
}

/** A card that loads, shows its value, or says what went wrong, apart from the others. */
export function Part<T>({ title, aside, part, outline, children }: Props<T>): JSX.Element {
  const now = part.now.value;
  return (
    <section class="card" aria-busy={now.state === 'loading'}>
      <header class="card-head">
        <h2>{title}</h2>
        {now.state === 'ready' && aside?.(now.value)}
      </header>
      {now.state === 'loading' && <Skeleton lines={outline} />}
      {now.state === 'failed' && (
        <Notice text={sentence(now.fault, words.value)} retry={() => void part.load()} />
      )}
      {now.state === 'ready' && children(now.value)}
    </section>
  );
}
