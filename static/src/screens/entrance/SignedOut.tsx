import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';

import { readConfig } from '../../config';
import type { Fault } from '../../fault';
import type { Done } from '../../state/app';
import { cancelSignIn, resumeSignIn, signIn, step } from '../../state/sign-in';
import { useMainButton, useSecondaryButton } from '../../telegram/buttons';
import { Busy } from '../../ui/Busy';
import { Mark } from '../../ui/Mark';
import { Notice } from '../../ui/Notice';
import { t } from '../../words';
import { sentence } from '../../words/faults';

const POINTS = ['signIn.point.1', 'signIn.point.2'] as const;
const STEPS = {
  opening: 'signIn.opening',
  waiting: 'signIn.waiting',
  checking: 'signIn.checking',
} as const;

/** Explains what a wallet is connected for, and connects it by Telegram's main button. */
export function SignedOut({ fault, done }: { fault: Fault | null; done: Done | null }): JSX.Element {
  const now = step.value;
  const busy = now !== 'idle';
  const waiting = now === 'waiting';
  useMainButton({
    text: busy ? t(STEPS[now]) : t('signIn.button'),
    enabled: !busy,
    busy,
    onPress: () => void signIn(),
  });
  const cancelShown = useSecondaryButton(waiting ? { text: t('app.cancel'), enabled: true, busy: false, onPress: cancelSignIn } : null);
  useEffect(() => void resumeSignIn(), []);
  return (
    <main class="screen screen-centred">
      <Mark />
      <h1>{t('signIn.title')}</h1>
      <p class="lead">{t('signIn.text')}</p>
      <ul class="points">
        {POINTS.map((point) => (
          <li key={point}>{t(point)}</li>
        ))}
        {readConfig(document).btcScreens && <li>{t('signIn.point.3')}</li>}
      </ul>
      <div class="stack" aria-live="polite">
        {fault && <Notice text={sentence(fault)} />}
        {done && <p class="done">{t(done)}</p>}
        {busy && <p class="waiting"><Busy text={t(STEPS[now])} /></p>}
        {waiting && !cancelShown && (
          <button type="button" class="button button-quiet" onClick={cancelSignIn}>
            {t('app.cancel')}
          </button>
        )}
      </div>
      <p class="quiet">{t('signIn.safe')}</p>
    </main>
  );
}
