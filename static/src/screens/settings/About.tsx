import type { JSX } from 'preact';

import { readConfig } from '../../config';
import { followLink } from '../../telegram/links';
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
        <a class="link" href={`https://t.me/${botUsername}`} onClick={followLink}>
          {t('about.bot')}
        </a>
      )}
    </section>
  );
}
