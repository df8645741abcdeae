import { decimal, over, sum, times, type Decimal } from '../decimal';

/** The miners together: `total` in TH, `efficiency` in W/TH weighted by power, `null` without any. */
export function powerOf(
  miners: readonly { power: string; energyEfficiency: string }[],
): { total: Decimal; efficiency: Decimal | null } {
  const each = miners.map(({ power, energyEfficiency }) => ({
    power: decimal(power) ?? 0n,
    efficiency: decimal(energyEfficiency) ?? 0n,
  }));
  const total = sum(each.map(({ power }) => power));
  const watts = sum(each.map(({ power, efficiency }) => times(power, efficiency)));
  return { total, efficiency: over(watts, total) };
}
