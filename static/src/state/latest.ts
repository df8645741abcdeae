import { decimal, type Decimal } from '../decimal';

/** The last income; `createdAt` is empty where the partner gives none. */
export interface Latest {
  value: Decimal;
  createdAt: string;
}

/** Reads `lastIncome`, whose fields the partner's document does not show: `null` if unreadable. */
export function latestIncome(given: unknown): Latest | null {
  if (typeof given !== 'object' || given === null) return null;
  const { value, createdAt } = given as Record<string, unknown>;
  const amount = typeof value === 'string' ? decimal(value) : null;
  if (amount === null) return null;
  return { value: amount, createdAt: typeof createdAt === 'string' ? createdAt : '' };
}
