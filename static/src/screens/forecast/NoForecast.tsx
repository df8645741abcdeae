import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { forecast } from '../../state/forecast';
import { Icon } from '../../ui/Icon';
import { t } from '../../words';

/** What is shown where the partner's figures leave nothing to reckon with. */
export function NoForecast({ unit }: { unit: Forecast['rates']['unit'] }): JSX.Element {
  return (
    <section class="card empty">
      <Icon name="forecast" />
      <h2>{t('forecast.absent')}</h2>
      <p class="quiet">{t(unit === 'unknown' ? 'forecast.unknown' : 'forecast.noRate')}</p>
      <button type="button" class="button button-quiet" onClick={() => void forecast.refresh()}>
        {t('app.retry')}
      </button>
    </section>
  );
}
