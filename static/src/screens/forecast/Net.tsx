import type { JSX } from 'preact';

import type { Fault } from '../../fault';
import { askable, asking, forecast } from '../../state/forecast';
import { Amount, Worth } from '../../ui/Amount';
import { t } from '../../words';
import { sentence } from '../../words/faults';
import type { Period, Splits } from './Foreseen';

interface Props {
  split: Splits[Period];
  period: Period;
  fault: Fault | null;
}

/** What is left; it stays in sight while the sliders below are moved. */
export function Net({ split, period, fault }: Props): JSX.Element {
  const behind = asking.value || !askable.value || fault !== null;
  return (
    <div class="net">
      <section class={behind ? 'card net-behind' : 'card'}>
        <h2>{t(`forecast.net.${period}`)}</h2>
        <p class="headline-line" role="status" aria-live="polite" aria-atomic="true" aria-busy={asking.value}>
          <span class="headline"><Amount btc={split.net.btc} /></span>
          <Worth money={split.net} />
        </p>
        {fault && <Behind fault={fault} />}
      </section>
    </div>
  );
}

function Behind({ fault }: { fault: Fault }): JSX.Element {
  return (
    <div class="net-fault" role="alert">
      <p>{sentence(fault)} {t('forecast.kept')}</p>
      <button type="button" class="link" onClick={() => void forecast.refresh()}>
        {t('app.retry')}
      </button>
    </div>
  );
}
