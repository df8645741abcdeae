import type { JSX } from 'preact';

import type { Earnings } from '../../api/routes';
import { Amount, Worth } from '../../ui/Amount';
import { IncomeSplit } from '../../ui/IncomeSplit';
import { t } from '../../words';

/** What the days come to together. */
export function Sums({ sums }: { sums: Earnings['sums'] }): JSX.Element {
  return (
    <section class="card">
      <h2>{t('earnings.sum')}</h2>
      <p class="headline-line">
        <span class="headline"><Amount btc={sums.net.btc} /></span>
        <Worth money={sums.net} />
      </p>
      <IncomeSplit
        gross={sums.gross.btc}
        net={sums.net.btc}
        electricity={sums.electricity.btc}
        service={sums.service.btc}
        others={[{ name: t('earnings.other'), value: sums.other.btc }]}
      />
    </section>
  );
}
