import type { JSX } from 'preact';

import { exportEarnings, type Range } from '../../api/routes';
import { Icon } from '../../ui/Icon';
import { useSaving } from '../../ui/useSaving';
import { t } from '../../words';

/** Saves the days as a file for spreadsheets, through Telegram where it can. */
export function ExportButton({ range, miner }: { range: Range; miner: string }): JSX.Element {
  const [save, busy, wrong] = useSaving();
  const offer = (): ReturnType<typeof exportEarnings> => exportEarnings(range, miner || undefined);
  return (
    <>
      <button type="button" class="link" disabled={busy} onClick={() => void save(offer)}>
        <Icon name="download" /> {t('earnings.export')}
      </button>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
    </>
  );
}
