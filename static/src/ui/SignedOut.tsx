import type { JSX } from 'preact';

import type { Fault } from '../fault';
import { cancelSignIn, signIn, step } from '../state/sign-in';
import { words } from '../words';
import { sentence } from '../words/faults';
import { Busy } from './Busy';
import { Mark } from './Mark';
import { Notice } from './Notice';

/** Explains what a wallet is connected for, and connects it. */
export function SignedOut({ fault, forgotten }: { fault: Fault | null; forgotten: boolean }): JSX.Element {
  const { signIn: said, wallet, cancel } = words.value;
  const busy = step.value;
  return (
    <main class="screen screen-centred">
      <Mark />
      <h1>{said.title}</h1>
      <p class="lead">{said.text}</p>
      <ul class="points">
        {said.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <div class="stack" aria-live="polite">
        {fault && <Notice text={sentence(fault, words.value)} />}
        {forgotten && <p class="done">{wallet.forgotten}</p>}
        <button type="button" class="button" disabled={busy !== 'idle'} onClick={() => void signIn()}>
          {busy === 'idle' ? said.button : <Busy text={said[busy]} />}
        </button>
        {busy === 'waiting' && (
          <button type="button" class="button button-quiet" onClick={cancelSignIn}>
            {cancel}
          </button>
        )}
      </div>
      <p class="quiet">{said.safe}</p>
    </main>
  );
}
