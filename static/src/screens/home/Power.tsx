import type { JSX } from 'preact';

import type { Home } from '../../api/routes';
import { exact } from '../../decimal';
import { sats, usd } from '../../format';
import { preferences } from '../../state/preferences';
import { Amount } from '../../ui/Amount';
import { plain } from '../../ui/figures';
import { Quantity } from '../../ui/Quantity';
import { locale, t } from '../../words';

type Rates = NonNullable<Home['rates']['value']>;

/** How much the miners compute, how efficiently, and what a TH brings in. */
export function Power({ power, rates }: { power: Home['power']['value']; rates: Rates | null }): JSX.Element {
  return (
    <section class="card">
      <h2>{t('home.power')}</h2>
      {power === null ? <p class="quiet">{t('app.absent')}</p> : <Total power={power} />}
      <dl class="facts">
        {power !== null && (
          <div>
            <dt>{t('home.efficiency')}</dt>
            <dd>{power.efficiency === null ? '—' : <Figure value={power.efficiency} unit={t('unit.wPerTh')} />}</dd>
          </div>
        )}
        {power !== null && (
          <div>
            <dt>{t('tab.miners')}</dt>
            <dd>{power.miners + (power.complete ? '' : '+')}</dd>
          </div>
        )}
        <div>
          <dt>{t('home.perTh')}</dt>
          <dd>{rates === null ? '—' : <PerTh rates={rates} />}</dd>
        </div>
      </dl>
    </section>
  );
}

function Total({ power }: { power: NonNullable<Home['power']['value']> }): JSX.Element {
  return (
    <p class="subhead">
      <strong>
        <Figure value={power.total} unit={t('unit.th')} />
      </strong>
    </p>
  );
}

/** In the user's unit where the partner's is known; else as the partner gives it. */
function PerTh({ rates }: { rates: Rates }): JSX.Element {
  if (rates.payout === null) return <Figure value={rates.incomePerTh} unit={t('unit.unknown')} most={12} />;
  const payout = exact(rates.payout.btc);
  if (preferences.value.unit === 'btc' && rates.payout.usd !== null) {
    // Eight places of BTC would leave nothing of it.
    return <Quantity figure={usd(exact(rates.payout.usd), locale())} unit={t('home.aDay')} />;
  }
  if (preferences.value.unit === 'btc') return <Amount btc={payout} />;
  return <Quantity figure={sats(payout, locale(), 1)} unit={t('unit.satsADay')} />;
}

function Figure({ value, unit, most = 2 }: { value: string; unit: string; most?: number }): JSX.Element {
  return <Quantity figure={plain(value, most)} unit={unit} />;
}
