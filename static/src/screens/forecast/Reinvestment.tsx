import type { JSX } from 'preact';

import type { Forecast } from '../../api/routes';
import { exact } from '../../decimal';
import { want, wish, type Years } from '../../state/forecast';
import { wPerTh } from '../../ui/figures';
import { Segments } from '../../ui/Segments';
import { t } from '../../words';
import { inField } from './inField';
import { ReinvestmentCurve } from './ReinvestmentCurve';
import { TypedField } from './TypedField';

const YEARS: readonly Years[] = ['1', '2', '3', '4', '5'];

/** What becomes of TH whose income buys more TH. */
export function Reinvestment({ curve }: { curve: Forecast['reinvestment'] }): JSX.Element {
  const { years, pricePerTh } = wish.value;
  const suggested = curve ? inField(curve.pricePerTh) : '';
  return (
    <section class="card">
      <h2>{t('forecast.reinvesting')}</h2>
      <p class="quiet">{t('forecast.reinvestingText')}</p>
      <div class="field">
        <span class="label" aria-hidden="true">{t('forecast.years')}</span>
        <Segments
          label={t('forecast.years')}
          options={YEARS.map((value) => ({ value, text: value }))}
          chosen={years}
          onChoose={(value) => { want({ years: value }); }}
        />
      </div>
      <div class="slider">
        <label for="price-field">{t('forecast.pricePerTh')}</label>
        <TypedField
          id="price-field"
          name="pricePerTh"
          text={pricePerTh ?? suggested}
          placeholder={suggested}
          unit={t('unit.usd')}
          onType={(text) => { want({ pricePerTh: text }); }}
        />
      </div>
      <Becomes curve={curve} />
    </section>
  );
}

function Becomes({ curve }: { curve: Forecast['reinvestment'] }): JSX.Element {
  if (curve === null) return <p class="quiet">{t('forecast.noPrice')}</p>;
  // Where the last month has brought nothing, no month has.
  const last = curve.points[curve.points.length - 1];
  if (exact(last?.earned.btc ?? '0') === 0n) return <p class="quiet">{t('forecast.nothingLeft')}</p>;
  return (
    <>
      <p class="quiet">{t('forecast.buying', { efficiency: wPerTh(curve.efficiency) })}</p>
      <ReinvestmentCurve points={curve.points} />
    </>
  );
}
