import type { JSX } from 'preact';

import { miner as known } from '../../state/data';
import { clock } from '../../ui/clock';
import { Empty } from '../../ui/Empty';
import { t } from '../../words';

interface Props {
  miner: string;
  /** Asks for all days there are; `null` where these are all. */
  onAll: (() => void) | null;
}

/** What is shown where there was no income, and when the first one comes. */
export function NoDays({ miner, onAll }: Props): JSX.Element {
  const gone = miner !== '' && known(miner).now.value.state === 'failed';
  const text = gone ? t('fault.not_found') : t('home.first', { from: clock(2), to: clock(5) });
  return (
    <Empty icon="earnings" title={t('earnings.none')} text={text}>
      {onAll && (
        <button type="button" class="button button-quiet" onClick={onAll}>
          {t('earnings.allDays')}
        </button>
      )}
    </Empty>
  );
}
