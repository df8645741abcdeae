import type { JSX } from 'preact';

import { Outside } from '../screens/entrance/Outside';
import { SignedOut } from '../screens/entrance/SignedOut';
import { Stopped } from '../screens/entrance/Stopped';
import { SignedIn } from '../screens/SignedIn';
import { phase } from '../state/app';
import { Confirm } from './Confirm';
import { Outline } from './Outline';

/** The page, as far as the user has come. */
export function App({ restart }: { restart: () => void }): JSX.Element {
  return (
    <>
      <Shown restart={restart} />
      <Confirm />
    </>
  );
}

function Shown({ restart }: { restart: () => void }): JSX.Element {
  const now = phase.value;
  switch (now.name) {
    case 'outside':
      return <Outside />;
    case 'starting':
      return <Outline />;
    case 'signedOut':
      return <SignedOut fault={now.fault} done={now.done} />;
    case 'signedIn':
      return <SignedIn />;
    case 'stopped':
      return <Stopped fault={now.fault} restart={restart} />;
  }
}
