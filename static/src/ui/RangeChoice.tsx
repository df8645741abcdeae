import type { JSX } from 'preact';

import type { Range } from '../api/routes';
import { t } from '../words';
import { Segments } from './Segments';

const RANGES: readonly Range[] = ['7', '30', '90', 'all'];

/** Chooses how many days back. */
export function RangeChoice({ chosen, onChoose }: { chosen: Range; onChoose: (range: Range) => void }): JSX.Element {
  const options = RANGES.map((value) => ({ value, text: t(`range.${value}`) }));
  return <Segments label={t('range.label')} options={options} chosen={chosen} onChoose={onChoose} />;
}
