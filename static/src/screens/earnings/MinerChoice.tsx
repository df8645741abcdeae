import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';

import { miner } from '../../state/data';
import { minerList } from '../../state/miners';
import { t } from '../../words';

/** Chooses one miner, or all; one beyond the first page is chosen on its own screen. */
export function MinerChoice({ chosen, onChoose }: { chosen: string; onChoose: (miner: string) => void }): JSX.Element | null {
  const part = minerList('name');
  useEffect(() => part.watch(), [part]);
  const now = part.now.value;
  const rows = now.state === 'ready' ? now.value.rows : [];
  const named = rows.map(({ id, name }) => ({ id, name }));
  const listed = chosen === '' || named.some(({ id }) => id === chosen);
  return (
    <label class="only">
      <span class="unseen">{t('earnings.of')}</span>
      <select
        value={chosen}
        onChange={({ currentTarget }) => {
          onChoose(currentTarget.value);
        }}
      >
        <option value="">{t('earnings.all')}</option>
        {!listed && <Beyond id={chosen} />}
        {named.map(({ id, name }) => (
          <option key={id} value={id}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function Beyond({ id }: { id: string }): JSX.Element {
  const part = miner(id);
  useEffect(() => part.watch(), [part]);
  const now = part.now.value;
  return <option value={id}>{now.state === 'ready' ? now.value.name : `#${id}`}</option>;
}
