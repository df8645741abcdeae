import type { JSX } from 'preact';

import { change, route, type Route } from '../state/route';
import { t } from '../words';
import { Icon } from './Icon';

const TABS = ['home', 'earnings', 'miners', 'forecast', 'more'] as const;
type Tab = (typeof TABS)[number];

/** The branches of the app, at the thumb. */
export function TabBar(): JSX.Element {
  const here = tabOf(route.value);
  return (
    <nav class="tabs" aria-label={t('tab.bar')}>
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          aria-current={tab === here ? 'page' : undefined}
          onClick={() => {
            change({ name: tab });
          }}
        >
          <Icon name={tab} />
          <span>{t(`tab.${tab}`)}</span>
        </button>
      ))}
    </nav>
  );
}

function tabOf({ name }: Route): Tab {
  switch (name) {
    case 'miner':
      return 'miners';
    case 'offers':
    case 'wallet':
    case 'settings':
      return 'more';
    default:
      return name;
  }
}
