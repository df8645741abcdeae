import type { JSX } from 'preact';

import type { Home } from '../../api/routes';
import { SplitBar } from '../../chart/SplitBar';
import { exact } from '../../decimal';
import { Amount, Worth } from '../../ui/Amount';
import { t } from '../../words';

/** Everything earned, and where it is. */
export function Balance({ totals }: { totals: Home['totals']['value'] }): JSX.Element {
  return (
    <section class="card">
      <h2>{t('home.total')}</h2>
      {totals === null ? (
        <p class="quiet">{t('app.absent')}</p>
      ) : (
        <>
          <p class="subhead">
            <strong><Amount btc={totals.total.btc} /></strong> <Worth money={totals.total} />
          </p>
          <SplitBar
            parts={[
              { name: t('home.onBalance'), value: exact(totals.onBalance.btc), tone: 'first' },
              { name: t('home.withdrawn'), value: exact(totals.withdrawn.btc), tone: 'second' },
            ]}
            figure={(value) => <Amount btc={value} />}
          />
        </>
      )}
    </section>
  );
}
