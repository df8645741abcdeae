import type { ComponentChildren, JSX } from 'preact';

import type { Part as State } from '../state/loaded';
import { failures } from '../state/portfolio';
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
  /** Another card tells what went wrong with this part. */
  quietly?: boolean;
  children: (value: T) => ComponentChildren;
}

/** A card that loads, shows its value, or says what went wrong, apart from the others. */
export function Part<T>(props: Props<T>): JSX.Element {
  const { title, aside, part, outline, quietly = false, children } = props;
  const now = part.now.value;
  return (
    <section class="card" aria-busy={now.state === 'loading'}>
      <header class="card-head">
        <h2>{title}</h2>
        {now.state === 'ready' && aside?.(now.value)}
      </header>
      {now.state === 'loading' && <Skeleton lines={outline} />}
      {now.state === 'failed' &&
        (quietly || failures.value.length > 1 ? (
          <p class="quiet">{words.value.absent}</p>
        ) : (
          <Notice text={sentence(now.fault, words.value)} retry={() => void part.load()} />
        ))}
      {now.state === 'ready' && children(now.value)}
    </section>
  );
}
