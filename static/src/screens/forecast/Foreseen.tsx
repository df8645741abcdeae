import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import type { Fault } from '../../fault';
import { forecast, wish } from '../../state/forecast';
import { OldMarket, Stale } from '../../ui/Stale';
import { t } from '../../words';
import { BreakEven } from './BreakEven';
import { Discounts } from './Discounts';
import { Net } from './Net';
import { Paybacks } from './Paybacks';
import { Reinvestment } from './Reinvestment';
import { Split } from './Split';
import { TypedMiner } from './TypedMiner';
import { WhatIf } from './WhatIf';

export type Period = 'day' | 'month' | 'year';
export type Splits = Record<Period, NonNullable<Forecast['day']>>;

interface Props {
  answer: Forecast;
  splits: Splits;
  /** Why the latest wish has no answer; the one shown is of an earlier. */
  fault: Fault | null;
}

/** The net, which stays in sight, what it is made of, and everything it hangs on. */
export function Foreseen({ answer, splits, fault }: Props): JSX.Element {
  const [period, setPeriod] = useState<Period>('day');
  const { setup, rates } = answer;
  return (
    <div class="stack">
      <OldFigures answer={answer} />
      <Net split={splits[period]} period={period} fault={fault} />
      {wish.value.whose === 'other' && <TypedMiner />}
      <Split split={splits[period]} setup={setup} period={period} onPeriod={setPeriod} />
      <WhatIf rates={rates} />
      <Discounts sum={answer.discount} />
      <BreakEven at={answer.breakEven} />
      <Reinvestment curve={answer.reinvestment} />
      <Paybacks paybacks={answer.paybacks} />
      <p class="quiet">{t('forecast.note')}</p>
    </div>
  );
}

/** Says so where one's miners, the rates or the offers could not be renewed. */
function OldFigures({ answer: { setup, marketAge } }: { answer: Forecast }): JSX.Element {
  const retry = (): void => void forecast.refresh();
  if (setup.fault !== null) return <Stale seconds={Number(setup.age)} code={setup.fault} retry={retry} />;
  return <OldMarket seconds={Number(marketAge)} retry={retry} />;
}
