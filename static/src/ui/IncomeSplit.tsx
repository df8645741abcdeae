import type { JSX } from 'preact';

import { SplitBar, type Part } from '../chart/SplitBar';
import { exact } from '../decimal';
import { t } from '../words';
import { Amount } from './Amount';

interface Props {
  /** All in BTC. */
  gross: string;
  net: string;
  electricity: string;
  service: string;
  /** Further costs, which are usually nothing and then not shown. */
  others?: readonly { name: string; value: string }[];
}

/** Where the gross goes. */
export function IncomeSplit({ gross, net, electricity, service, others = [] }: Props): JSX.Element {
  const further = others
    .map(({ name, value }): Part => ({ name, value: exact(value), tone: 'fourth' }))
    .filter(({ value }) => value !== 0n);
  return (
    <>
      <SplitBar
        parts={[
          { name: t('earnings.net'), value: exact(net), tone: 'first' },
          { name: t('earnings.electricity'), value: exact(electricity), tone: 'second' },
          { name: t('earnings.service'), value: exact(service), tone: 'third' },
          ...further,
        ]}
        figure={(value) => <Amount btc={value} />}
      />
      <dl class="whole">
        <dt>{t('earnings.gross')}</dt>
        <dd><Amount btc={gross} /></dd>
      </dl>
    </>
  );
}
