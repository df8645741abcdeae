import { useState } from 'preact/hooks';

import { asFault } from '../../fault';
import { heed } from '../../state/heed';
import { sentence } from '../../words/faults';

type Leaving = [leave: (way: () => Promise<void>) => Promise<void>, busy: boolean, wrong: string];

/** Returns what leads out of the app, whether it is under way, and the sentence of its failure. */
export function useLeaving(): Leaving {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function leave(way: () => Promise<void>): Promise<void> {
    setBusy(true);
    setWrong('');
    try {
      await way();
    } catch (thrown) {
      const fault = asFault(thrown);
      if (!heed(fault)) setWrong(sentence(fault));
    }
    setBusy(false);
  }

  return [leave, busy, wrong];
}
