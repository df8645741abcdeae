import type { JSX } from 'preact';

import { screen } from '../state/app';
import { Outside } from './Outside';
import { SignedIn } from './SignedIn';
import { SignedOut } from './SignedOut';
import { Starting } from './Starting';
import { Stopped } from './Stopped';

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
    case 'stopped':
      return <Stopped fault={now.fault} initData={initData} />;
  }
}
