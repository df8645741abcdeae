import type { JSX } from 'preact';

import './settings.css';
import { phase } from '../../state/app';
import { Top } from '../../ui/Top';
import { t } from '../../words';
import { About } from './About';
import { Data } from './Data';
import { Display } from './Display';
import { InTelegram } from './InTelegram';
import { Notifications } from './Notifications';
import { SignIns } from './SignIns';
import { Wallet } from './Wallet';

/** How things are shown and told, who is signed in, and what is kept. */
export function Settings(): JSX.Element {
  const now = phase.value;
  return (
    <main class="screen">
      <Top title={t('tab.settings')} />
      <Display />
      <Notifications />
      <InTelegram />
      {now.name === 'signedIn' && <Wallet wallet={now.wallet} />}
      {now.name === 'signedIn' && <SignIns />}
      <Data />
      <About />
    </main>
  );
}
