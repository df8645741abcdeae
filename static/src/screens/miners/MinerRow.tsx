import type { JSX } from 'preact';

import type { Miner } from '../../api/routes';
import { go } from '../../state/route';
import { Amount } from '../../ui/Amount';
import { setupText } from '../../ui/figures';
import { Skeleton } from '../../ui/Skeleton';
import { t } from '../../words';
import { ageText } from './age';
import { Picture } from './Picture';

/** One miner: what it is, and what it brings in a day. */
export function MinerRow({ miner }: { miner: Miner }): JSX.Element {
  return (
    <button
      type="button"
      class="row"
      onClick={() => {
        go({ name: 'miner', id: miner.id });
      }}
    >
      <Picture address={miner.smallImageUrl || miner.imageUrl} />
      <span class="row-name">
        {miner.name}
        <small>{setupText(miner)}</small>
        <small>{ageText(miner.createdAt)}</small>
      </span>
      <span class="row-figures">
        <strong>{miner.expected === null ? '—' : <Amount btc={miner.expected.btc} />}</strong>
        <small>{t('miners.aDay')}</small>
        {miner.latest !== null && (
          <small>
            {t('miners.last')} <Amount btc={miner.latest.net.btc} />
          </small>
        )}
      </span>
    </button>
  );
}

/** A row on its way. */
export function RowOutline(): JSX.Element {
  return (
    <li class="row row-outline">
      <span class="picture" />
      <Skeleton lines={[80, 60]} />
      <Skeleton lines={[60]} />
    </li>
  );
}
