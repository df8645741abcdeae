import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Miner } from '../api/routes';
import { decimal } from '../decimal';
import { asFault, type Fault } from '../fault';
import { figure } from '../format';
import { heed } from '../state/app';
import { loadMoreMiners, miners, type Miners } from '../state/portfolio';
import { locale, words } from '../words';
import { sentence } from '../words/faults';
import { Part } from './Part';
import { Quantity } from './Quantity';

/** The user's miners. */
export function MinersCard(): JSX.Element {
  return (
    <Part title={words.value.miners.title} part={miners} outline={[90, 90, 90]}>
      {(value) => (value.list.length === 0 ? <None /> : <List value={value} />)}
    </Part>
  );
}

function None(): JSX.Element {
  const { miners: said } = words.value;
  return (
    <div class="empty">
      <p>{said.none}</p>
      <p class="quiet">{said.noneText}</p>
    </div>
  );
}

function List({ value }: { value: Miners }): JSX.Element {
  return (
    <>
      <ul class="rows">
        {value.list.map((miner) => (
          <Row key={miner.id} miner={miner} />
        ))}
      </ul>
      {value.more && <More />}
    </>
  );
}

function Row({ miner }: { miner: Miner }): JSX.Element {
  const { units } = words.value;
  const speak = locale.value;
  return (
    <li class="row">
      <Picture miner={miner} />
      <span class="row-name">{miner.name}</span>
      <span class="row-figures">
        <strong><Quantity figure={figure(decimal(miner.power) ?? 0n, speak)} unit={units.th} /></strong>
        <span class="quiet">
          <Quantity figure={figure(decimal(miner.energyEfficiency) ?? 0n, speak)} unit={units.wPerTh} />
        </span>
      </span>
    </li>
  );
}

function Picture({ miner }: { miner: Miner }): JSX.Element {
  const [broken, setBroken] = useState(false);
  const address = miner.smallImageUrl || miner.imageUrl;
  if (broken || !address) return <span class="picture" aria-hidden="true" />;
  return (
    <img
      class="picture"
      src={address}
      alt=""
      width={48}
      height={48}
      loading="lazy"
      onError={() => {
        setBroken(true);
      }}
    />
  );
}

function More(): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);

  async function load(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      await loadMoreMiners();
    } catch (thrown) {
      if (!heed(asFault(thrown))) setFault(asFault(thrown));
    }
    setBusy(false);
  }

  return (
    <>
      {fault && <p class="wrong" role="alert">{sentence(fault, words.value)}</p>}
      <button type="button" class="button button-quiet" disabled={busy} onClick={() => void load()}>
        {words.value.more}
      </button>
    </>
  );
}
