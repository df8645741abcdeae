import type { JSX } from 'preact';

import { go } from '../state/route';
import { t } from '../words';
import { Empty } from './Empty';

/** What an account without miners is shown. */
export function NoMiners(): JSX.Element {
  return (
    <Empty icon="miners" title={t('home.none')} text={t('home.noneText')}>
      <button
        type="button"
        class="button button-quiet"
        onClick={() => {
          go({ name: 'offers' });
        }}
      >
        {t('home.seeOffers')}
      </button>
    </Empty>
  );
}
