import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

/** A miner's picture; a plain field where there is none. */
export function Picture({ address, size }: { address: string; size: number }): JSX.Element {
  const [broken, setBroken] = useState(false);
  const style = { width: size, height: size };
  if (broken || !address) return <span class="picture" style={style} aria-hidden="true" />;
  return (
    <img
      class="picture"
      style={style}
      src={address}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
      onError={() => {
        setBroken(true);
      }}
    />
  );
}
