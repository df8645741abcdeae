/** A repeatable run of numbers from 0 up to 1, so that a test that fails can fail again. */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** `count` amounts of up to 10^`digits`, some of them zero. */
export function amounts(count: number, digits: number, chance: () => number): bigint[] {
  return Array.from({ length: count }, () =>
    chance() < 0.1 ? 0n : BigInt(Math.floor(chance() * 1e9)) * 10n ** BigInt(digits) / 10n ** 9n,
  );
}
