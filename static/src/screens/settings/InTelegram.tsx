import type { JSX } from 'preact';

import { can } from '../../telegram/client';
import { addToHomeScreen, homeScreen } from '../../telegram/home-screen';
import { isFullscreen, toggleFullscreen } from '../../telegram/viewport';
import { t } from '../../words';

/** What Telegram's client can do for the app; nothing where it can do neither. */
export function InTelegram(): JSX.Element | null {
  const addable = homeScreen.value === 'missed' || homeScreen.value === 'unknown';
  if (!addable && !can('fullscreen')) return null;
  return (
    <section class="card">
      <h2>{t('settings.telegram')}</h2>
      {addable && (
        <button type="button" class="button button-quiet" onClick={addToHomeScreen}>
          {t('settings.homeScreen')}
        </button>
      )}
      {can('fullscreen') && (
        <button type="button" class="button button-quiet" onClick={toggleFullscreen}>
          {isFullscreen.value ? t('settings.leaveFullscreen') : t('settings.fullscreen')}
        </button>
      )}
    </section>
  );
}
