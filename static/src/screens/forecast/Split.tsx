import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { SplitBar } from '../../chart/SplitBar';
import { decimal, sum, type Decimal } from '../../decimal';
import { figure } from '../../format';
import { Amount } from '../../ui/Amount';
import { Segments } from '../../ui/Segments';
import { locale, t } from '../../words';
import type { Period, Splits } from './Foreseen';

const PERIODS: readonly Period[] = ['day', 'month', 'year'];
/** BTC that cutting four figures at the twelfth place can make of nothing. */
const CUT = decimal('0.000000000004') ?? 0n;

interface Props {
  split: Splits[Period];
  setup: Forecast['setup'];
  period: Period;
  onPeriod: (period: Period) => void;
}

/** Which miners it is about, and where their gross goes. */
export function Split({ split, setup, period, onPeriod }: Props): JSX.Element {
  const [gross, net, electricity, service] = [split.gross, split.net, split.electricity, split.service]
    .map(({ btc }) => decimal(btc) ?? 0n) as [Decimal, Decimal, Decimal, Decimal];
  const floored = sum([net, electricity, service]) - gross > CUT;
  return (
    <section class="card">
      <Segments
        label={t('forecast.period')}
        options={PERIODS.map((value) => ({ value, text: t(`forecast.period.${value}`) }))}
        chosen={period}
        onChoose={onPeriod}
      />
      <p class="quiet">{about(setup)}</p>
      <SplitBar
        parts={[
          { name: t('earnings.net'), value: net, tone: 'first' },
          { name: t('earnings.electricity'), value: electricity, tone: 'second' },
          { name: t('earnings.service'), value: service, tone: 'third' },
        ]}
        figure={(value) => <Amount btc={value} />}
      />
      <dl class="whole">
        <dt>{t('earnings.gross')}</dt>
        <dd><Amount btc={gross} /></dd>
      </dl>
      {floored && <p class="quiet">{t('forecast.floored')}</p>}
    </section>
  );
}

function about({ miners, complete, power, efficiency }: Forecast['setup']): string {
  const plain = (digits: string): string => figure(decimal(digits) ?? 0n, locale());
  const many = miners === null ? '' : t('miners.count', { count: Number(miners) }) + (complete ? '' : '+');
  const said = [many, `${plain(power)}\u00a0${t('unit.th')}`];
  if (efficiency !== null) said.push(`${plain(efficiency)}\u00a0${t('unit.wPerTh')}`);
  return said.filter((each) => each !== '').join(' · ');
}
