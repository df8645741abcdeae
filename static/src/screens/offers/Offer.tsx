import type { JSX } from 'preact';

import type { Offers } from '../../api/routes';
import { plain, th, wPerTh } from '../../ui/figures';
import { t } from '../../words';
import type { MessageId } from '../../words/ids';
import { payback, price } from './figures';

type Row = Offers['array'][number];

/** Figures whose units the partner does not state: shown under its own names, as given. */
const AS_GIVEN = {
  annualRoi: 'offers.annualRoi',
  poolReward: 'offers.poolReward',
  electricityCost: 'offers.electricityCost',
  serviceCost: 'offers.serviceCost',
  levelDiscount: 'offers.levelDiscount',
} as const satisfies Partial<Record<keyof Row, MessageId>>;

/** One kind of miner on offer. */
export function Offer({ offer }: { offer: Row }): JSX.Element {
  return (
    <li class="card offer">
      <div class="card-head">
        <h2>{th(offer.power)}</h2>
        <span class="quiet">{wPerTh(offer.efficiency)}</span>
      </div>
      <dl class="facts">
        <div>
          <dt>{t('offers.price')}</dt>
          <dd>{price(offer.price)}</dd>
        </div>
        <div>
          <dt>{t('offers.perTh')}</dt>
          <dd>{price(offer.pricePerTh)}</dd>
        </div>
        <div>
          <dt>{t('offers.payback')}</dt>
          <dd>{payback(offer.paybackDays, t('offers.never'))}</dd>
        </div>
      </dl>
      <details>
        <summary>{t('offers.given')}</summary>
        <dl class="given">
          {(Object.keys(AS_GIVEN) as (keyof typeof AS_GIVEN)[]).map((name) => (
            <div key={name}>
              <dt>{t(AS_GIVEN[name])}</dt>
              <dd>{plain(offer[name], 6)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
