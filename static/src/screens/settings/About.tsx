import type { JSX } from 'preact';

import { readConfig } from '../../config';
import { Leave } from '../../ui/Act';
import { t } from '../../words';

/** What this is, and where to turn. */
export function About(): JSX.Element {
  const { botUsername, version } = readConfig(document);
  return (
    <section class="card">
      <h2>{t('about.title')}</h2>
      <p>{t('about.text')}</p>
      <p class="quiet">{t('about.version', { version })}</p>
      {botUsername && (
        <div class="ways">
          <Leave icon="write" text={t('about.bot')} href={`https://t.me/${botUsername}`} />
        </div>
      )}
    </section>
  );
}
