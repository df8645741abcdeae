import type { JSX } from 'preact';

import { Empty } from '../../ui/Empty';
import { t } from '../../words';

/** What someone without miners is shown of their own: the way to those they may think of. */
export function NoMiners({ onOther }: { onOther: () => void }): JSX.Element {
  return (
    <Empty icon="miners" title={t('forecast.none')} text={t('forecast.noneText')}>
      <button type="button" class="button" onClick={onOther}>
        {t('forecast.try')}
      </button>
    </Empty>
  );
}
