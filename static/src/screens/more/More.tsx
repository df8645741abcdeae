import type { JSX } from 'preact';

import './more.css';
import { readConfig } from '../../config';
import { shortened } from '../../format';
import { phase } from '../../state/app';
import { go } from '../../state/route';
import { Top } from '../../ui/Top';
import { Way } from '../../ui/Way';
import { LANGUAGES, locale, t } from '../../words';

type Place = 'offers' | 'wallet' | 'settings';

/** The way to what is not looked at every day. */
export function More(): JSX.Element {
  const { btcScreens } = readConfig(document);
  const places: readonly Place[] = btcScreens ? ['offers', 'wallet', 'settings'] : ['offers', 'settings'];
  return (
    <main class="screen">
      <Top title={t('tab.more')} />
      <ul class="card places">
        {places.map((place) => (
          <li key={place}>
            <Way
              icon={place}
              text={t(`tab.${place}`)}
              hint={about(place)}
              onPress={() => {
                go({ name: place });
              }}
            />
          </li>
        ))}
      </ul>
    </main>
  );
}

function about(place: Place): string {
  if (place === 'offers') return t('more.offers');
  if (place === 'wallet') return t('more.wallet');
  const now = phase.value;
  const address = now.name === 'signedIn' ? shortened(now.wallet.friendlyAddress) : '';
  return `${LANGUAGES[locale()].name} · ${address}`;
}
