import { useState } from 'preact/hooks';

import { change, type Preferences } from '../../state/preferences';
import { error, selection } from '../../telegram/haptics';
import { sentence } from '../../words/faults';

/** Returns what changes preferences, and the sentence of the last failure. */
export function useChange(): [(wish: Partial<Preferences>) => Promise<void>, string] {
  const [wrong, setWrong] = useState('');

  async function changed(wish: Partial<Preferences>): Promise<void> {
    selection();
    setWrong('');
    const fault = await change(wish);
    if (fault === null) return;
    error();
    setWrong(sentence(fault));
  }

  return [changed, wrong];
}
