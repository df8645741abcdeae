import { useState } from 'preact/hooks';
import type { JSX, TargetedKeyboardEvent } from 'preact';

import { readConfig } from '../../config';
import { bind, checked } from '../../state/bind';
import { useMainButton } from '../../telegram/buttons';
import { can } from '../../telegram/client';
import { useClosingConfirmation } from '../../telegram/closing';
import { error, success } from '../../telegram/haptics';
import { scanQr } from '../../telegram/qr';
import { confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/Icon';
import { t } from '../../words';
import { sentence } from '../../words/faults';
import { Fault } from '../../fault';
import { kindText } from './kind';

interface Said {
  kind: 'quiet' | 'done' | 'wrong';
  text: string;
}

/** Longest text that the server looks at. */
const LONGEST = 2048;

/** All of an address has to be seen to be compared: characters that a narrow phone's row holds. */
const IN_A_ROW = 26;
const LEAST_ROWS = 2;
const MOST_ROWS = 5;

/** Takes an address by paste or by QR, shows it as it will be bound, and binds it once confirmed. */
export function BindForm(): JSX.Element {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<Said | null>(null);
  useClosingConfirmation(text.trim() !== '');
  useMainButton({
    text: busy ? t('wallet.binding') : t('wallet.button'),
    enabled: text.trim() !== '' && !busy,
    busy,
    onPress: () => void submit(text),
  });

  async function submit(given: string): Promise<void> {
    setBusy(true);
    say(null);
    const outcome = await bound(given.trim());
    setBusy(false);
    say(outcome);
    if (outcome?.kind === 'done') setText('');
    if (outcome?.kind === 'done') success();
    else if (outcome !== null) error();
  }

  async function scan(): Promise<void> {
    const scanned = await scanQr(t('wallet.scanText'), (found) => found.length <= LONGEST);
    if (scanned === null) return;
    setText(scanned);
    await submit(scanned);
  }

  return (
    <section class="card">
      <h2>{t('wallet.bind')}</h2>
      <form class="field" noValidate onSubmit={(event) => { event.preventDefault(); if (text.trim() && !busy) void submit(text); }}>
        <label for="btc-address">{t('wallet.label')}</label>
        <textarea
          id="btc-address"
          rows={Math.min(MOST_ROWS, Math.max(LEAST_ROWS, Math.ceil(text.length / IN_A_ROW)))}
          value={text}
          placeholder={readConfig(document).btcNetwork === 'testnet' ? 'tb1…' : 'bc1…'}
          maxLength={LONGEST}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={said?.kind === 'wrong'}
          aria-describedby="btc-said"
          onKeyDown={submitOnEnter}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            say(null);
          }}
        />
        <p id="btc-said" class={said?.kind ?? 'quiet'} role="status">
          {said?.text ?? t(can('qr') ? 'wallet.hint' : 'wallet.hintPaste')}
        </p>
        {can('qr') && (
          <button type="button" class="button button-quiet" disabled={busy} onClick={() => void scan()}>
            <Icon name="scan" /> {t('wallet.scan')}
          </button>
        )}
      </form>
    </section>
  );
}

/** Returns what came of it; `null` when the user thought better of it. */
async function bound(given: string): Promise<Said | null> {
  const found = await checked(given);
  if (found === null) return null;
  if (found instanceof Fault) return { kind: 'wrong', text: sentence(found) };
  const question = {
    title: t('wallet.confirmTitle'),
    message: `${found.address}\n\n${kindText(found.kind)}. ${t('wallet.confirmText')}`,
    ok: t('wallet.confirm'),
    cancel: t('app.cancel'),
  };
  if (!(await confirm(question))) return null;
  const fault = await bind(found.address);
  return fault === null
    ? { kind: 'done', text: t('wallet.done') }
    : { kind: 'wrong', text: sentence(fault) };
}

/** An address has no lines of its own. */
function submitOnEnter(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
