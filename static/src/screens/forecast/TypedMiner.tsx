import type { JSX } from 'preact';

import { figureOf, want, wish } from '../../state/forecast';
import { forField } from '../../typed';
import { plain } from '../../ui/figures';
import { locale, t } from '../../words';
import { TypedField } from './TypedField';
import { Slider, type Range } from './Slider';

const FIGURES = ['power', 'efficiency'] as const;
const RANGES: Record<(typeof FIGURES)[number], Range> = {
  power: { min: 1, max: 500, step: 1 },
  efficiency: { min: 5, max: 60, step: 0.5 },
};

/** Another miner's TH and W/TH, typed in or moved. */
export function TypedMiner(): JSX.Element {
  return (
    <section class="card">
      <h2>{t('forecast.typed')}</h2>
      {FIGURES.map((name) => (
        <Figure key={name} name={name} />
      ))}
    </section>
  );
}

function Figure({ name }: { name: (typeof FIGURES)[number] }): JSX.Element {
  const text = wish.value[name];
  const value = figureOf(name, text) ?? String(RANGES[name].min);
  const unit = t(name === 'power' ? 'unit.th' : 'unit.wPerTh');
  return (
    <Slider
      id={name}
      label={t(`forecast.${name}`)}
      range={RANGES[name]}
      value={value}
      text={`${plain(value)} ${unit}`}
      onMove={(moved) => {
        want({ [name]: forField(moved, locale()) });
      }}
    >
      <TypedField
        id={`${name}-field`}
        name={name}
        text={text}
        unit={unit}
        onType={(typed) => {
          want({ [name]: typed });
        }}
      />
    </Slider>
  );
}
