import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';

import './forecast.css';
import type { Forecast as Answer } from '../../api/routes';
import type { Fault } from '../../fault';
import { forecast, wish } from '../../state/forecast';
import { Notice } from '../../ui/Notice';
import { Segments } from '../../ui/Segments';
import { Top } from '../../ui/Top';
import { t } from '../../words';
import { sentence } from '../../words/faults';
import { choose } from './choose';
import { ForecastOutline } from './ForecastOutline';
import { Foreseen } from './Foreseen';
import { NoForecast } from './NoForecast';
import { NoMiners } from './NoMiners';
import { useSliderGuard } from './useSliderGuard';

/** What one's miners, or any that are typed in, would earn, and under which circumstances. */
export function Forecast(): JSX.Element {
  useEffect(() => forecast.watch(), []);
  const guard = useSliderGuard();
  return (
    <main class="screen forecast" {...guard}>
      <Top title={t('tab.forecast')} />
      <Segments
        label={t('forecast.whose')}
        options={[
          { value: 'mine', text: t('forecast.mine') },
          { value: 'other', text: t('forecast.other') },
        ]}
        chosen={wish.value.whose}
        onChoose={choose}
      />
      <Shown />
    </main>
  );
}

function Shown(): JSX.Element {
  const now = forecast.now.value;
  switch (now.state) {
    case 'loading':
      return <div class="stack" aria-busy="true"><ForecastOutline /></div>;
    case 'failed':
      return <Notice text={sentence(now.fault)} retry={() => void forecast.load()} />;
    case 'ready':
      return <Answered answer={now.value} fault={now.fault} />;
  }
}

function Answered({ answer, fault }: { answer: Answer; fault: Fault | null }): JSX.Element {
  const { rates, setup, day, month, year } = answer;
  if (day === null || month === null || year === null) {
    return <NoForecast unit={rates.unit} />;
  }
  if (wish.value.whose === 'mine' && setup.miners === '0') {
    return <NoMiners onOther={() => { choose('other'); }} />;
  }
  return <Foreseen answer={answer} splits={{ day, month, year }} fault={fault} />;
}
