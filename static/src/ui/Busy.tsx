import type { JSX } from 'preact';

/** A spinner and what it waits for. */
export function Busy({ text }: { text: string }): JSX.Element {
  return (
    <>
      <span class="spinner" aria-hidden="true" />
      {text}
    </>
  );
}
