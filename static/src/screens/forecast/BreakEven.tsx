import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { decimal } from '../../decimal';
import { figure, usd } from '../../format';
import { Quantity } from '../../ui/Quantity';
import { locale, t } from '../../words';

/** The BTC price and the W/TH at which nothing is left. */
export function BreakEven({ at }: { at: Forecast['breakEven'] }): JSX.Element {
  const btc = at.btcRate === null ? null : decimal(at.btcRate);
  const efficiency = at.efficiency === null ? null : decimal(at.efficiency);
  return (
    <section class="card">
      <h2>{t('forecast.breakEven')}</h2>
      <dl class="facts facts-wide">
        <div>
          <dt>{t('forecast.btcRate')}</dt>
          <dd>{btc === null ? '—' : usd(btc, locale())}</dd>
        </div>
        <div>
          <dt>{t('forecast.efficiency')}</dt>
          <dd>
            {efficiency === null ? '—' : <Quantity figure={figure(efficiency, locale(), 1)} unit={t('unit.wPerTh')} />}
          </dd>
        </div>
      </dl>
      <p class="quiet">{t('forecast.breakEvenText')}</p>
    </section>
  );
}
