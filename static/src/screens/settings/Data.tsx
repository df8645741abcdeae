import type { JSX } from 'preact';

import { exportMyData } from '../../api/routes';
import { forgetMe } from '../../state/sign-in';
import { Act } from '../../ui/Act';
import { confirm } from '../../ui/Confirm';
import { useSaving } from '../../ui/useSaving';
import { t } from '../../words';
import { useLeaving } from './useLeaving';

const KEPT = [
  'privacy.kept.tokens',
  'privacy.kept.wallet',
  'privacy.kept.signIns',
  'privacy.kept.chat',
  'privacy.kept.choices',
  'privacy.kept.not',
] as const;

/** What is kept about the user, and the way to have it deleted. */
export function Data(): JSX.Element {
  const [leaving, busy, wrong] = useLeaving();
  const [save, saving, unsaved] = useSaving();

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
      {(wrong || unsaved) && <p class="wrong" role="alert">{wrong || unsaved}</p>}
      <div class="ways">
        <Act icon="download" text={t('privacy.export')} disabled={saving} onPress={() => void save(exportMyData)} />
        <Act icon="delete" text={t('settings.forget')} danger disabled={busy} onPress={() => void asked()} />
      </div>
    </section>
  );
}
