import type { JSX } from 'preact';

import { Icon } from '../../ui/Icon';
import { t } from '../../words';

/** What someone without miners is shown of their own: the way to those they may think of. */
export function NoMiners({ onOther }: { onOther: () => void }): JSX.Element {
  return (
    <section class="card empty">
      <Icon name="miners" />
      <h2>{t('forecast.none')}</h2>
      <p class="quiet">{t('forecast.noneText')}</p>
      <button type="button" class="button" onClick={onOther}>
        {t('forecast.try')}
      </button>
    </section>
  );
}
