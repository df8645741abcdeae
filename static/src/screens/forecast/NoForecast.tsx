import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { forecast } from '../../state/forecast';
import { Empty } from '../../ui/Empty';
import { t } from '../../words';

/** What is shown where the partner's figures leave nothing to reckon with. */
export function NoForecast({ unit }: { unit: Forecast['rates']['unit'] }): JSX.Element {
  return (
    <Empty
      icon="forecast"
      title={t('forecast.absent')}
      text={t(unit === 'unknown' ? 'forecast.unknown' : 'forecast.noRate')}
    >
      <button type="button" class="button button-quiet" onClick={() => void forecast.refresh()}>
        {t('app.retry')}
      </button>
    </Empty>
  );
}
