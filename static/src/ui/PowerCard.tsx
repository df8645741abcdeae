import type { JSX } from 'preact';

import { decimal } from '../decimal';
import { figure, sats, unitOf, written } from '../format';
import type { IncomePerTh } from '../api/routes';
import { miners, perTh, type Miners } from '../state/portfolio';
import { powerOf } from '../state/power';
import { locale, words } from '../words';
import { Part } from './Part';
import { Quantity } from './Quantity';

/** How much the miners compute, how efficiently, and what a TH earns. */
export function PowerCard(): JSX.Element {
  return (
    <Part title={words.value.power.title} part={miners} outline={[45, 80]} aside={Aside} quietly>
      {(value) => <Power value={value} />}
    </Part>
  );
}

function Aside({ list, more }: Miners): JSX.Element | null {
  if (!more) return null;
  return <span class="quiet">{words.value.power.firstOnly(String(list.length))}</span>;
}

function Power({ value }: { value: Miners }): JSX.Element {
  const { power: said, units } = words.value;
  const speak = locale.value;
  const { total, efficiency } = powerOf(value.list);
  return (
    <>
      <p class="headline">
        <Quantity figure={figure(total, speak)} unit={units.th} />
      </p>
      <dl class="facts">
        <div>
          <dt>{said.efficiency}</dt>
          <dd>{efficiency === null ? (
              '—'
            ) : (
              <Quantity figure={figure(efficiency, speak)} unit={units.wPerTh} />
            )}</dd>
        </div>
        <div>
          <dt>{said.miners}</dt>
          <dd>{figureOfCount(value)}</dd>
        </div>
        <div>
          <dt>{said.perTh}</dt>
          <dd>
            <PerTh />
          </dd>
        </div>
      </dl>
    </>
  );
}

function figureOfCount({ list, more }: Miners): string {
  return String(list.length) + (more ? '+' : '');
}

function PerTh(): JSX.Element {
  const now = perTh.now.value;
  if (now.state === 'loading') return <span class="skeleton-word" aria-hidden="true" />;
  if (now.state === 'failed') return <>—</>;
  return <Rate value={now.value} />;
}

function Rate({ value: { incomePerTh } }: { value: IncomePerTh }): JSX.Element {
  const { units } = words.value;
  const speak = locale.value;
  const value = decimal(incomePerTh);
  if (value === null) return <>—</>;
  switch (unitOf(value)) {
    case 'btc':
      return <Quantity figure={sats(value, speak, 1)} unit={units.satsADay} />;
    case 'usd':
      return <Quantity figure={written(value, { least: 2, most: 4 }, speak)} unit={units.usdADay} />;
    case 'unknown':
      return <Quantity figure={figure(value, speak, 12)} unit={units.unknown} />;
  }
}
