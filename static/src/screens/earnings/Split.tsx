import type { JSX } from 'preact';

import { SplitBar, type Part } from '../../chart/SplitBar';
import { decimal } from '../../decimal';
import { Amount } from '../../ui/Amount';
import { t } from '../../words';

interface Props {
  gross: string;
  net: string;
  electricity: string;
  service: string;
  /** Further costs, which are usually nothing and then not shown. */
  others: readonly { name: string; value: string }[];
}

/** Where the gross went. */
export function Split({ gross, net, electricity, service, others }: Props): JSX.Element {
  const exactly = (text: string): bigint => decimal(text) ?? 0n;
  const further = others
    .map(({ name, value }): Part => ({ name, value: exactly(value), tone: 'fourth' }))
    .filter(({ value }) => value !== 0n);
  return (
    <>
      <SplitBar
        parts={[
          { name: t('earnings.net'), value: exactly(net), tone: 'first' },
          { name: t('earnings.electricity'), value: exactly(electricity), tone: 'second' },
          { name: t('earnings.service'), value: exactly(service), tone: 'third' },
          ...further,
        ]}
        figure={(value) => <Amount btc={value} />}
      />
      <dl class="gross">
        <dt>{t('earnings.gross')}</dt>
        <dd><Amount btc={gross} /></dd>
      </dl>
    </>
  );
}
