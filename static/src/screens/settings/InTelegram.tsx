import type { JSX } from 'preact';

import { can } from '../../telegram/client';
import { addToHomeScreen, homeScreen } from '../../telegram/home-screen';
import { isFullscreen, toggleFullscreen } from '../../telegram/viewport';
import { Act } from '../../ui/Act';
import { t } from '../../words';

/** What Telegram's client can do for the app; nothing where it can do neither. */
export function InTelegram(): JSX.Element | null {
  const addable = homeScreen.value === 'missed' || homeScreen.value === 'unknown';
  if (!addable && !can('fullscreen')) return null;
  return (
    <section class="card">
      <h2>{t('settings.telegram')}</h2>
      <div class="ways">
        {addable && <Act icon="add" text={t('settings.homeScreen')} onPress={addToHomeScreen} />}
        {can('fullscreen') && (
          <Act
            icon="fullscreen"
            text={isFullscreen.value ? t('settings.leaveFullscreen') : t('settings.fullscreen')}
            onPress={toggleFullscreen}
          />
        )}
      </div>
    </section>
  );
}
