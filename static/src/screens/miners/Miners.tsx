import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import './miners.css';
import type { MinerSort } from '../../api/routes';
import { grow, minerList, type MinerList } from '../../state/miners';
import { Loads } from '../../ui/Loads';
import { LongList } from '../../ui/LongList';
import { NoMiners } from '../../ui/NoMiners';
import { Select } from '../../ui/Select';
import { Stale } from '../../ui/Stale';
import { Top } from '../../ui/Top';
import { useNearEnd } from '../../ui/useNearEnd';
import { t } from '../../words';
import { MinerRow, RowOutline } from './MinerRow';

const SORTS: readonly MinerSort[] = ['net', 'power', 'efficiency', 'income', 'age', 'name'];

let chosen: MinerSort = 'net';

/** The user's miners, sorted as they like, page by page as they scroll. */
export function Miners(): JSX.Element {
  const [sort, setSort] = useState(chosen);
  const part = minerList(sort);
  return (
    <main class="screen">
      <Top title={t('tab.miners')}>
        <Select
          label={t('miners.sort')}
          value={sort}
          onChoose={(value) => {
            chosen = value as MinerSort;
            setSort(chosen);
          }}
        >
          {SORTS.map((each) => (
            <option key={each} value={each}>{t(`miners.sort.${each}`)}</option>
          ))}
        </Select>
      </Top>
      <Loads part={part} outline={<ListOutline />}>
        {(list) => (
          <>
            {list.fault !== null && (
              <Stale seconds={list.age} code={list.fault} retry={() => void part.refresh()} />
            )}
            {list.rows.length === 0 ? <NoMiners /> : <List list={list} sort={sort} />}
          </>
        )}
      </Loads>
    </main>
  );
}

function List({ list, sort }: { list: MinerList; sort: MinerSort }): JSX.Element {
  const end = useNearEnd(() => grow(sort), list.rows);
  return (
    <>
      <p class="quiet">
        {t('miners.count', { count: list.total })}
        {!list.complete && ` ${t('miners.cut')}`}
      </p>
      {list.unit === 'unknown' && <p class="quiet">{t('miners.unknown')}</p>}
      <div class="card miners">
        <LongList name={`miners ${sort}`} rows={list.rows} total={list.total} tall={84}>
          {(miner) => <MinerRow key={miner.id} miner={miner} />}
        </LongList>
      </div>
      <div ref={end} class="list-end" aria-hidden="true">
        {list.rows.length < list.total && <span class="spinner" />}
      </div>
    </>
  );
}

function ListOutline(): JSX.Element {
  return (
    <>
      <p class="quiet">{'\u00a0'}</p>
      <ul class="card miners rows">
        {[1, 2, 3, 4, 5, 6].map((row) => (
          <RowOutline key={row} />
        ))}
      </ul>
    </>
  );
}
