import type { JSX } from 'preact';

import type { TotalIncome } from '../api/routes';
import { decimal, type Decimal } from '../decimal';
import { btc, day, percent, sats } from '../format';
import { latestIncome } from '../state/latest';
import { income } from '../state/portfolio';
import { locale, words } from '../words';
import { Part } from './Part';
import { Quantity } from './Quantity';

/** What the miners have earned, and where it is. */
export function IncomeCard(): JSX.Element {
  return (
    <Part title={words.value.income.total} part={income} outline={[60, 90, 90]}>
      {(value) => <Income value={value} />}
    </Part>
  );
}

function Income({ value }: { value: TotalIncome }): JSX.Element {
  const { income: said, units } = words.value;
  const latest = latestIncome(value.lastIncome);
  const total = decimal(value.totalIncome) ?? 0n;
  const onBalance = decimal(value.onBalanceAmount) ?? 0n;
  const withdrawn = decimal(value.withdrawnAmount) ?? 0n;
  return (
    <>
      <p class="headline"><Btc value={total} /></p>
      <Split first={onBalance} second={withdrawn} />
      <dl class="facts facts-wide">
        <div class="with-dot dot-first">
          <dt>{said.onBalance}</dt>
          <dd><Btc value={onBalance} /></dd>
        </div>
        <div class="with-dot dot-second">
          <dt>{said.withdrawn}</dt>
          <dd><Btc value={withdrawn} /></dd>
        </div>
        <div class="wide">
          <dt>{latest?.createdAt ? said.latestOn(day(latest.createdAt, locale.value)) : said.latest}</dt>
          <dd>{latest === null ? '—' : <Quantity figure={sats(latest.value, locale.value, 2)} unit={units.sats} />}</dd>
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

function Btc({ value }: { value: Decimal }): JSX.Element {
  return <Quantity figure={btc(value, locale.value)} unit={words.value.units.btc} />;
}
