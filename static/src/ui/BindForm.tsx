import { useState } from 'preact/hooks';
import type { JSX, TargetedKeyboardEvent } from 'preact';

import { readConfig } from '../config';
import { bind } from '../state/bind';
import { words } from '../words';
import { sentence } from '../words/faults';
import { Busy } from './Busy';

type Said = { kind: 'nothing' } | { kind: 'done' | 'wrong'; text: string };

/** Binds a BTC address; whether it is one, the server says. */
export function BindForm({ another }: { another: boolean }): JSX.Element {
  const { payouts: said } = words.value;
  const [address, setAddress] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Said>({ kind: 'nothing' });

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const text = address.trim();
    if (!text) {
      setOutcome({ kind: 'wrong', text: said.empty });
      return;
    }
    setBusy(true);
    setOutcome({ kind: 'nothing' });
    const fault = await bind(text);
    setBusy(false);
    if (fault === null) setAddress('');
    setOutcome(
      fault === null
        ? { kind: 'done', text: said.done }
        : { kind: 'wrong', text: sentence(fault, words.value) },
    );
  }

  const wrong = outcome.kind === 'wrong';
  return (
    <form class="bind" onSubmit={submit} noValidate>
      <label for="btc-address">{said.label}</label>
      <textarea
        id="btc-address"
        rows={2} // all of the address has to be seen to be compared
        value={address}
        placeholder={readConfig(document).btcNetwork === 'testnet' ? 'tb1…' : 'bc1…'}
        maxLength={255}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={wrong}
        aria-describedby="btc-said"
        onKeyDown={submitOnEnter}
        onInput={(event) => {
          setAddress(event.currentTarget.value);
        }}
      />
      <p id="btc-said" class={outcome.kind === 'nothing' ? 'quiet' : outcome.kind} role="status">
        {outcome.kind === 'nothing' ? said.hint : outcome.text}
      </p>
      <button type="submit" class={another ? 'button button-quiet' : 'button'} disabled={busy}>
        {busy ? <Busy text={said.binding} /> : said.button}
      </button>
    </form>
  );
}

/** An address has no lines of its own. */
function submitOnEnter(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
