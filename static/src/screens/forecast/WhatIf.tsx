import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { exact } from '../../decimal';
import { signedPercent, usd } from '../../format';
import { reset, want, wish } from '../../state/forecast';
import { locale, t } from '../../words';
import { Slider } from './Slider';

const BTC_RATE = { min: 10_000, max: 300_000, step: 500 };
const PAYOUT_CHANGE = { min: -0.5, max: 0.5, step: 0.01 };
const KWH_PRICE = { min: 0, max: 0.2, step: 0.001 };

/** The rates to be moved; until then they are today's. */
export function WhatIf({ rates }: { rates: Forecast['rates'] }): JSX.Element {
  const { btcRate, payoutChange, kwhPrice } = wish.value;
  const [btc, kwh] = [btcRate ?? rates.btcRate, kwhPrice ?? rates.kwhPrice];
  const change = exact(payoutChange);
  return (
    <section class="card">
      <div class="card-head">
        <h2>{t('forecast.whatIf')}</h2>
        <button type="button" class="link" onClick={reset}>{t('forecast.reset')}</button>
      </div>
      <Slider
        id="btc-rate"
        label={t('forecast.btcRate')}
        range={BTC_RATE}
        value={btc}
        text={usd(exact(btc), locale())}
        onMove={(moved) => { want({ btcRate: moved }); }}
      />
      <Slider
        id="payout-change"
        label={t('forecast.payoutChange')}
        range={PAYOUT_CHANGE}
        value={payoutChange}
        text={change === 0n ? t('forecast.asToday') : signedPercent(change, locale())}
        onMove={(moved) => { want({ payoutChange: moved }); }}
      />
      <Slider
        id="kwh-price"
        label={t('forecast.kwhPrice')}
        range={KWH_PRICE}
        value={kwh}
        text={usd(exact(kwh), locale(), 4)}
        onMove={(moved) => { want({ kwhPrice: moved }); }}
      />
    </section>
  );
}
