import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Range } from '../../api/routes';
import { asFault } from '../../fault';
import { exportEarnings } from '../../api/routes';
import { heed } from '../../state/heed';
import { downloadFile } from '../../telegram/download';
import { error } from '../../telegram/haptics';
import { Icon } from '../../ui/Icon';
import { t } from '../../words';
import { sentence } from '../../words/faults';

/** Saves the days as a file for spreadsheets, through Telegram where it can. */
export function ExportButton({ range, miner }: { range: Range; miner: string }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function save(): Promise<void> {
    setBusy(true);
    setWrong('');
    try {
      const { url, fileName } = await exportEarnings(range, miner || undefined);
      await downloadFile(url, fileName);
    } catch (thrown) {
      const fault = asFault(thrown);
      error();
      if (!heed(fault)) setWrong(sentence(fault));
    }
    setBusy(false);
  }

  return (
    <>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
      <button type="button" class="chip-button" disabled={busy} onClick={() => void save()}>
        <Icon name="download" /> {t('earnings.export')}
      </button>
    </>
  );
}
