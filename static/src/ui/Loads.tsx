import { useEffect } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';

import type { Part } from '../state/part';
import { sentence } from '../words/faults';
import { Notice } from './Notice';
import { Stale } from './Stale';

interface Props<T> {
  part: Part<T>;
  /** As high as what it stands for, so that nothing jumps. */
  outline: ComponentChildren;
  children: (value: T) => ComponentChildren;
}

/** Something that arrives: its outline, then itself, or what went wrong and the way on. */
export function Loads<T>({ part, outline, children }: Props<T>): JSX.Element {
  useEffect(() => part.watch(), [part]);
  const now = part.now.value;
  switch (now.state) {
    case 'loading':
      return <div class="stack" aria-busy="true">{outline}</div>;
    case 'failed':
      return <Notice text={sentence(now.fault)} retry={() => void part.load()} />;
    case 'ready':
      return (
        <div class="stack">
          {now.fault && (
            <Stale seconds={(Date.now() - now.at) / 1000} code={now.fault.code} retry={() => void part.refresh()} />
          )}
          {children(now.value)}
        </div>
      );
  }
}
