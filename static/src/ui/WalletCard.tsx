import { useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Wallet } from '../api/routes';
import { asFault, type Fault } from '../fault';
import { day } from '../format';
import { heed } from '../state/app';
import { forgetMe, signOut } from '../state/sign-in';
import { locale, words } from '../words';
import { sentence } from '../words/faults';
import { ForgetDialog } from './ForgetDialog';

const TESTNET = '-3';

/** The connected TON wallet, and the ways out. */
export function WalletCard({ wallet }: { wallet: Wallet }): JSX.Element {
  const { wallet: said } = words.value;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);

  async function leaving(way: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      await way();
    } catch (thrown) {
      if (!heed(asFault(thrown))) setFault(asFault(thrown));
    }
    setBusy(false);
  }

  return (
    <section class="card" id="wallet">
      <header class="card-head">
        <h2>{said.title}</h2>
        {wallet.chain === TESTNET && <span class="chip">{said.testnet}</span>}
      </header>
      <p class="address">{wallet.friendlyAddress}</p>
      <p class="quiet">{said.since(wallet.appName, day(wallet.linkedAt, locale.value))}</p>
      {fault && <p class="wrong" role="alert">{sentence(fault, words.value)}</p>}
      <div class="ways-out">
        <button
          type="button"
          class="button button-quiet"
          disabled={busy}
          onClick={() => void leaving(signOut)}
        >
          {said.signOut}
        </button>
        <button
          type="button"
          class="button button-danger"
          disabled={busy}
          onClick={() => dialog.current?.showModal()}
        >
          {said.forget}
        </button>
      </div>
      <ForgetDialog dialog={dialog} forget={() => void leaving(forgetMe)} />
    </section>
  );
}
