import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

/** A miner's picture; a plain field where there is none. */
export function Picture({ address, large = false }: { address: string; large?: boolean }): JSX.Element {
  const [broken, setBroken] = useState(false);
  const look = large ? 'picture picture-large' : 'picture';
  if (broken || !address) return <span class={look} aria-hidden="true" />;
  return (
    <img
      class={look}
      src={address}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => {
        setBroken(true);
      }}
    />
  );
}
