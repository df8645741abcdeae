import type { JSX } from 'preact';

import type { TotalIncome } from '../api/routes';
import { decimal, type Decimal } from '../decimal';
import { btc, day, percent, sats } from '../format';
import { latestIncome } from '../state/latest';
import { income } from '../state/portfolio';
import { locale, words } from '../words';
import { Part } from './Part';

/** What the miners have earned, and where it is. */
export function IncomeCard(): JSX.Element {
  return (
    <Part title={words.value.income.total} part={income} outline={[60, 90, 90]}>
      {(value) => <Income value={value} />}
    </Part>
  );
}

function Income({ value }: { value: TotalIncome }): JSX.Element {
  const { income: said } = words.value;
  const latest = latestIncome(value.lastIncome);
  const total = decimal(value.totalIncome) ?? 0n;
  const onBalance = decimal(value.onBalanceAmount) ?? 0n;
  const withdrawn = decimal(value.withdrawnAmount) ?? 0n;
  return (
    <>
      <p class="headline">{inBtc(total)}</p>
      <Split first={onBalance} second={withdrawn} />
      <dl class="facts">
        <div class="with-dot dot-first">
          <dt>{said.onBalance}</dt>
          <dd>{inBtc(onBalance)}</dd>
        </div>
        <div class="with-dot dot-second">
          <dt>{said.withdrawn}</dt>
          <dd>{inBtc(withdrawn)}</dd>
        </div>
        <div class="wide">
          <dt>{latest?.createdAt ? said.latestOn(day(latest.createdAt, locale.value)) : said.latest}</dt>
          <dd>{latest === null ? said.unknown : said.sats(sats(latest.value, locale.value, 2))}</dd>
        </div>
      </dl>
    </>
  );
}

function Split({ first, second }: { first: Decimal; second: Decimal }): JSX.Element | null {
  if (first <= 0n && second <= 0n) return null;
  return (
    <div class="split" aria-hidden="true">
      <span style={{ width: `${String(percent(first, first + second))}%` }} />
    </div>
  );
}

function inBtc(value: Decimal): string {
  return words.value.income.btc(btc(value, locale.value));
}
