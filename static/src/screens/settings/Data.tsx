import type { JSX } from 'preact';

import { forgetMe } from '../../state/sign-in';
import { confirm } from '../../ui/Confirm';
import { t } from '../../words';
import { useLeaving } from './useLeaving';

const KEPT = ['privacy.kept.tokens', 'privacy.kept.wallet', 'privacy.kept.choices', 'privacy.kept.not'] as const;

/** What is kept about the user, and the way to have it deleted. */
export function Data(): JSX.Element {
  const [leaving, busy, wrong] = useLeaving();

  async function asked(): Promise<void> {
    const question = {
      title: t('settings.forgetTitle'),
      message: t('settings.forgetText'),
      ok: t('settings.forgetButton'),
      cancel: t('app.cancel'),
      destructive: true,
    };
    if (await confirm(question)) await leaving(forgetMe);
  }

  return (
    <section class="card">
      <h2>{t('privacy.title')}</h2>
      <p>{t('privacy.lead')}</p>
      <details>
        <summary>{t('privacy.more')}</summary>
        <ul class="points-plain">
          {KEPT.map((id) => (
            <li key={id}>{t(id)}</li>
          ))}
        </ul>
      </details>
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
      <button type="button" class="button button-danger" disabled={busy} onClick={() => void asked()}>
        {t('settings.forget')}
      </button>
    </section>
  );
}
