import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { exact } from '../../decimal';
import { usd } from '../../format';
import { plain } from '../../ui/figures';
import { Quantity } from '../../ui/Quantity';
import { locale, t } from '../../words';

/** The BTC price and the W/TH at which nothing is left. */
export function BreakEven({ at: { btcRate, efficiency } }: { at: Forecast['breakEven'] }): JSX.Element {
  return (
    <section class="card">
      <h2>{t('forecast.breakEven')}</h2>
      <dl class="facts facts-wide">
        <div>
          <dt>{t('forecast.btcRate')}</dt>
          <dd>{btcRate === null ? '—' : usd(exact(btcRate), locale())}</dd>
        </div>
        <div>
          <dt>{t('forecast.efficiency')}</dt>
          <dd>{efficiency === null ? '—' : <Quantity figure={plain(efficiency, 1)} unit={t('unit.wPerTh')} />}</dd>
        </div>
      </dl>
      <p class="quiet">{t('forecast.breakEvenText')}</p>
    </section>
  );
}
