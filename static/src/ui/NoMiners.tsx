import type { JSX } from 'preact';

import { go } from '../state/route';
import { Icon } from './Icon';
import { t } from '../words';

/** What an account without miners is shown. */
export function NoMiners(): JSX.Element {
  return (
    <section class="card empty">
      <Icon name="miners" />
      <h2>{t('home.none')}</h2>
      <p class="quiet">{t('home.noneText')}</p>
      <button
        type="button"
        class="button button-quiet"
        onClick={() => {
          go({ name: 'offers' });
        }}
      >
        {t('home.seeOffers')}
      </button>
    </section>
  );
}
