import { useState } from 'preact/hooks';

import { asFault } from '../fault';
import { heed } from '../state/heed';
import { downloadFile } from '../telegram/download';
import { error } from '../telegram/haptics';
import { sentence } from '../words/faults';

interface File {
  url: string;
  fileName: string;
}

type Saving = [save: (offer: () => Promise<File>) => Promise<void>, busy: boolean, wrong: string];

/** Returns what saves a file that the server offers, whether it is under way, and what went wrong. */
export function useSaving(): Saving {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function save(offer: () => Promise<File>): Promise<void> {
    setBusy(true);
    setWrong('');
    try {
      const { url, fileName } = await offer();
      await downloadFile(url, fileName);
    } catch (thrown) {
      const fault = asFault(thrown);
      error();
      if (!heed(fault)) setWrong(sentence(fault));
    }
    setBusy(false);
  }

  return [save, busy, wrong];
}
