import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import { preferences } from '../../state/preferences';
import { requestWriteAccess } from '../../telegram/access';
import { Select } from '../../ui/Select';
import { locale, t } from '../../words';
import { Switch } from './Switch';
import { useChange } from './useChange';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Whether and when the bot writes what came in. */
export function Notifications(): JSX.Element {
  const [change, wrong] = useChange();
  const [denied, setDenied] = useState(false);
  const { notify, notifyHour, timeZone } = preferences.value;

  async function switched(on: boolean): Promise<void> {
    // A client that cannot ask lets the bot find out by itself.
    const allowed = on ? await requestWriteAccess() : true;
    setDenied(allowed === false);
    if (allowed !== false) await change({ notify: on, ...(on && { timeZone: here() }) });
  }

  return (
    <section class="card">
      <h2>{t('settings.notifications')}</h2>
      <Switch
        id="notify"
        text={t('settings.notify')}
        hint={t('settings.notifyText')}
        on={notify}
        onSwitch={(on) => void switched(on)}
      />
      {notify && (
        <div class="field">
          <label for="hour">{t('settings.hour')}</label>
          <Select
            id="hour"
            value={String(notifyHour)}
            onChoose={(value) => void change({ notifyHour: Number(value), timeZone: here() })}
          >
            {HOURS.map((hour) => (
              <option key={hour} value={hour}>{clock(hour)}</option>
            ))}
          </Select>
          <p class="quiet">{t('settings.zone', { zone: timeZone.replace(/_/g, ' ') })}</p>
        </div>
      )}
      {denied && <p class="wrong" role="alert">{t('settings.denied')}</p>}
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
    </section>
  );
}

/** The time zone of this device. */
function here(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

function clock(hour: number): string {
  const style = { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale(), style).format(new Date(Date.UTC(2000, 0, 1, hour)));
}
