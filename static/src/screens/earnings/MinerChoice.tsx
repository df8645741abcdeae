import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';

import { miner } from '../../state/data';
import { minerList } from '../../state/miners';
import { Select } from '../../ui/Select';
import { t } from '../../words';

/** Chooses one miner, or all; one beyond the first page is chosen on its own screen. */
export function MinerChoice({ chosen, onChoose }: { chosen: string; onChoose: (miner: string) => void }): JSX.Element {
  const part = minerList('name');
  useEffect(() => part.watch(), [part]);
  const now = part.now.value;
  const rows = now.state === 'ready' ? now.value.rows : [];
  const listed = chosen === '' || rows.some(({ id }) => id === chosen);
  return (
    <Select label={t('earnings.of')} value={chosen} onChoose={onChoose}>
      <option value="">{t('earnings.all')}</option>
      {!listed && <Beyond id={chosen} />}
      {rows.map(({ id, name }) => (
        <option key={id} value={id}>{name}</option>
      ))}
    </Select>
  );
}

function Beyond({ id }: { id: string }): JSX.Element {
  const part = miner(id);
  useEffect(() => part.watch(), [part]);
  const now = part.now.value;
  return <option value={id}>{now.state === 'ready' ? now.value.miner.name : `#${id}`}</option>;
}
