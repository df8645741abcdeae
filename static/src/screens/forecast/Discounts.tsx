import type { JSX } from 'preact';

import { exact } from '../../decimal';
import { percent } from '../../format';
import { DISCOUNTS, want, wish, type Discount } from '../../state/forecast';
import { locale, t } from '../../words';
import { Slider, type Range } from './Slider';

const RANGES: Record<Discount, Range> = {
  level: { min: 0, max: 0.1, step: 0.001 },
  gomining: { min: 0, max: 0.3, step: 0.005 },
  further: { min: 0, max: 0.3, step: 0.005 },
};

/** What is taken off maintenance; `sum` is what the server makes of it. */
export function Discounts({ sum }: { sum: string }): JSX.Element {
  const { discounts } = wish.value;
  return (
    <section class="card">
      <h2>{t('forecast.discounts')}</h2>
      {DISCOUNTS.map((name) => (
        <Slider
          key={name}
          id={`discount-${name}`}
          label={t(`forecast.discount.${name}`)}
          range={RANGES[name]}
          value={discounts[name]}
          text={shareText(discounts[name])}
          onMove={(moved) => { want({ discounts: { ...discounts, [name]: moved } }); }}
        />
      ))}
      <p class="sum">{t('forecast.sum', { share: shareText(sum) })}</p>
    </section>
  );
}

function shareText(share: string): string {
  return percent(exact(share), locale());
}
