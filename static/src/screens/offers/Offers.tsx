import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import './offers.css';
import type { Offers as Given } from '../../api/routes';
import { readConfig } from '../../config';
import { exact } from '../../decimal';
import { offers } from '../../state/data';
import { followLink } from '../../telegram/links';
import { Icon } from '../../ui/Icon';
import { Loads } from '../../ui/Loads';
import { Segments } from '../../ui/Segments';
import { Skeleton } from '../../ui/Skeleton';
import { OldMarket } from '../../ui/Stale';
import { Top } from '../../ui/Top';
import { t } from '../../words';
import { Offer } from './Offer';

type Sort = 'payback' | 'perTh' | 'power';
type Row = Given['array'][number];
const SORTS: readonly Sort[] = ['payback', 'perTh', 'power'];

/** What can be bought, and how long it takes to pay for itself. */
export function Offers(): JSX.Element {
  const [sort, setSort] = useState<Sort>('payback');
  const { marketplaceUrl } = readConfig(document);
  return (
    <main class="screen">
      <Top title={t('tab.offers')} />
      <p class="quiet">{t('offers.lead')}</p>
      <Segments
        label={t('offers.sort')}
        options={SORTS.map((value) => ({ value, text: t(`offers.sort.${value}`) }))}
        chosen={sort}
        onChoose={setSort}
      />
      <Loads part={offers} outline={<OffersOutline />}>
        {({ array, unit, age }) => (
          <>
            <OldMarket seconds={Number(age)} retry={() => void offers.refresh()} />
            {unit === 'unknown' && <p class="quiet">{t('offers.unknown')}</p>}
            {array.length === 0 && <p class="card quiet">{t('offers.none')}</p>}
            <ul class="stack">
              {sorted(array, sort).map((offer) => (
                <Offer key={offer.id} offer={offer} />
              ))}
            </ul>
          </>
        )}
      </Loads>
      {marketplaceUrl && (
        <a class="button button-quiet" href={marketplaceUrl} onClick={followLink}>
          {t('offers.buy')} <Icon name="outside" />
        </a>
      )}
      <p class="quiet">{t('offers.note')}</p>
    </main>
  );
}

/** What never pays for itself comes last. */
function sorted(offers: readonly Row[], sort: Sort): Row[] {
  const rank: Record<Sort, (offer: Row) => bigint> = {
    payback: ({ paybackDays }) => (paybackDays === null ? 10n ** 40n : exact(paybackDays)),
    perTh: ({ pricePerTh }) => exact(pricePerTh),
    power: ({ power }) => exact(power),
  };
  const of = rank[sort];
  return [...offers].sort((one, other) => Number(of(one) > of(other)) - Number(of(one) < of(other)));
}

function OffersOutline(): JSX.Element {
  return (
    <>
      {[1, 2, 3, 4].map((row) => (
        <section key={row} class="card offer-outline">
          <Skeleton lines={[25, 90, 90, 40]} />
        </section>
      ))}
    </>
  );
}
