import type { JSX } from 'preact';

import { screen, start } from '../state/app';
import { isSessionOver, sentence } from '../words/faults';
import { words } from '../words';
import { Notice } from './Notice';
import { Outside } from './Outside';
import { SignedIn } from './SignedIn';
import { SignedOut } from './SignedOut';
import { Starting } from './Starting';

/** The page: one screen at a time. */
export function App({ initData }: { initData: string }): JSX.Element {
  const now = screen.value;
  switch (now.name) {
    case 'outside':
      return <Outside />;
    case 'starting':
      return <Starting />;
    case 'signedOut':
      return <SignedOut fault={now.fault} forgotten={now.forgotten ?? false} />;
    case 'signedIn':
      return <SignedIn wallet={now.wallet} />;
    case 'stopped': {
      const retry = isSessionOver(now.fault) ? undefined : (): void => void start(initData);
      return (
        <main class="screen screen-centred">
          <Notice text={sentence(now.fault, words.value)} retry={retry} />
        </main>
      );
    }
  }
}
