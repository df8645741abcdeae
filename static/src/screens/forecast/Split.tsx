import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { exact, sum } from '../../decimal';
import { th, wPerTh } from '../../ui/figures';
import { IncomeSplit } from '../../ui/IncomeSplit';
import { Segments } from '../../ui/Segments';
import { t } from '../../words';
import type { Period, Splits } from './Foreseen';

const PERIODS: readonly Period[] = ['day', 'month', 'year'];
/** BTC that cutting four figures at the twelfth place can make of nothing. */
const CUT = exact('0.000000000004');

interface Props {
  split: Splits[Period];
  setup: Forecast['setup'];
  period: Period;
  onPeriod: (period: Period) => void;
}

/** Which miners it is about, and where their gross goes. */
export function Split({ split, setup, period, onPeriod }: Props): JSX.Element {
  const { gross, net, electricity, service } = split;
  const parts = [net, electricity, service].map(({ btc }) => exact(btc));
  const floored = sum(parts) - exact(gross.btc) > CUT;
  return (
    <section class="card">
      <Segments
        label={t('forecast.period')}
        options={PERIODS.map((value) => ({ value, text: t(`forecast.period.${value}`) }))}
        chosen={period}
        onChoose={onPeriod}
      />
      <p class="quiet">{about(setup)}</p>
      <IncomeSplit gross={gross.btc} net={net.btc} electricity={electricity.btc} service={service.btc} />
      {floored && <p class="quiet">{t('forecast.floored')}</p>}
    </section>
  );
}

function about({ miners, complete, power, efficiency }: Forecast['setup']): string {
  const many = miners === null ? '' : t('miners.count', { count: Number(miners) }) + (complete ? '' : '+');
  const said = [many, th(power), efficiency === null ? '' : wPerTh(efficiency)];
  return said.filter((each) => each !== '').join(' · ');
}
