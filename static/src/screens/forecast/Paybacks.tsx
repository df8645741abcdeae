import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { th, wPerTh } from '../../ui/figures';
import { t } from '../../words';
import { payback, price } from '../offers/figures';

type Row = NonNullable<Forecast['paybacks']>[number];

/** After how long each miner on offer is paid back at the rates above, the soonest first. */
export function Paybacks({ paybacks }: { paybacks: Forecast['paybacks'] }): JSX.Element {
  return (
    <section class="card">
      <h2>{t('forecast.paybacks')}</h2>
      {paybacks === null && <p class="quiet">{t('app.absent')}</p>}
      {paybacks?.length === 0 && <p class="quiet">{t('offers.none')}</p>}
      <ul class="rows">
        {[...(paybacks ?? [])].sort(soonest).map((each) => (
          <li key={each.id} class="payback">
            <span>
              <b>{th(each.power)}</b>
              {` · ${wPerTh(each.efficiency)}`}
              <small>{price(each.price)}</small>
            </span>
            <b>{payback(each.days, t('forecast.never'))}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function soonest(one: Row, other: Row): number {
  return rank(one) - rank(other);
}

function rank({ days }: Row): number {
  return days === null ? Number.MAX_SAFE_INTEGER : Number(days);
}
