import type { JSX } from 'preact';

import { preferences, type Preferences } from '../../state/preferences';
import { Segments } from '../../ui/Segments';
import { Select } from '../../ui/Select';
import { LANGUAGES, t, type Language } from '../../words';
import { Switch } from './Switch';
import { useChange } from './useChange';

const CURRENCIES = ['USD', 'GOMINING'] as const;
const UNITS = ['sats', 'btc'] as const;

/** In which words and units things are shown. */
export function Display(): JSX.Element {
  const [change, wrong] = useChange();
  const { language, currency, unit, maintenanceApart } = preferences.value;
  return (
    <section class="card">
      <h2>{t('settings.display')}</h2>
      <div class="field">
        <label for="language">{t('settings.language')}</label>
        <Select
          id="language"
          value={language ?? ''}
          onChoose={(value) => void change({ language: chosen(value) })}
        >
          <option value="">{t('settings.telegrams')}</option>
          {Object.entries(LANGUAGES).map(([code, { name }]) => (
            <option key={code} value={code} lang={code}>{name}</option>
          ))}
        </Select>
      </div>
      <div class="field">
        <span class="label">{t('settings.unit')}</span>
        <Segments
          label={t('settings.unit')}
          options={UNITS.map((value) => ({ value, text: t(`unit.${value}`) }))}
          chosen={unit}
          onChoose={(value) => void change({ unit: value })}
        />
      </div>
      <div class="field">
        <span class="label">{t('settings.currency')}</span>
        <Segments
          label={t('settings.currency')}
          options={CURRENCIES.map((value) => ({ value, text: value }))}
          chosen={currency}
          onChoose={(value) => void change({ currency: value })}
        />
      </div>
      <Switch
        id="apart"
        text={t('settings.apart')}
        hint={t('settings.apartText')}
        on={maintenanceApart}
        onSwitch={(on) => void change({ maintenanceApart: on })}
      />
      {wrong && <p class="wrong" role="alert">{wrong}</p>}
    </section>
  );
}

function chosen(value: string): Preferences['language'] {
  return value === '' ? null : (value as Language);
}
