import type { JSX } from 'preact';

import type { Money } from '../api/routes';
import { exact, type Decimal } from '../decimal';
import { btc, sats, usd, written } from '../format';
import { preferences } from '../state/preferences';
import { locale, t } from '../words';
import { Quantity } from './Quantity';

/** An amount of BTC in the user's unit, as text: for labels and charts. */
export function amountText(value: Decimal): string {
  const [figure, unit] = amount(value);
  return `${figure} ${unit}`;
}

/** An amount of BTC in the user's unit. */
export function Amount({ btc: value }: { btc: Decimal | string }): JSX.Element {
  const [figure, unit] = amount(typeof value === 'string' ? exact(value) : value);
  return <Quantity figure={figure} unit={unit} />;
}

const A_FEW = 1000n * 10n ** 10n; // sats, in 10^-18 BTC

function amount(value: Decimal): [figure: string, unit: string] {
  if (preferences.value.unit === 'btc') return [btc(value, locale()), t('unit.btc')];
  // Below a thousand a tenth of a satoshi can still be told from nothing.
  const most = value < A_FEW && value > -A_FEW ? 1 : 0;
  return [sats(value, locale(), most), t('unit.sats')];
}

/** What an amount is worth in the user's currency; nothing where the partner gave no rate. */
export function Worth({ money }: { money: Money }): JSX.Element | null {
  const text = worthText(money);
  return text === '' ? null : <span class="worth">≈ {text}</span>;
}

/** What an amount is worth in the user's currency, as text; empty without a rate. */
export function worthText({ usd: dollars, gomining }: Money): string {
  if (preferences.value.currency === 'GOMINING') {
    if (gomining === null) return '';
    return `${written(exact(gomining), { least: 2, most: 2 }, locale())} ${t('unit.gomining')}`;
  }
  return dollars === null ? '' : usd(exact(dollars), locale());
}
