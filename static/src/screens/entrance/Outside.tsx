import type { JSX } from 'preact';

import { readConfig } from '../../config';
import { Mark } from '../../ui/Mark';
import { t } from '../../words';

/** What a browser shows: how to get here. */
export function Outside(): JSX.Element {
  const { botUsername } = readConfig(document);
  return (
    <main class="screen screen-centred">
      <Mark />
      <h1>{t('outside.title')}</h1>
      <p class="lead">{t('outside.text')}</p>
      {botUsername ? (
        <a class="button" href={`https://t.me/${botUsername}`}>
          {t('outside.button')}
        </a>
      ) : (
        <p class="quiet">{t('outside.how')}</p>
      )}
    </main>
  );
}
