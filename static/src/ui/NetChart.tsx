import { useMemo, useState } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';

import type { Span } from '../chart/bins';
import { DayChart } from '../chart/DayChart';
import { exact, sum, type Decimal } from '../decimal';
import { day } from '../format';
import { selection } from '../telegram/haptics';
import { useSwipeGuard } from '../telegram/swipes';
import { locale, t } from '../words';
import { Amount, amountText } from './Amount';

interface Props {
  /** Oldest first. Keep the array while it says the same; other days, or whose, take another `key`. */
  days: readonly { day: string; net: string }[];
  /** The chart's name. */
  name: string;
  /** What stands above it until a bar is chosen; otherwise what the days come to. */
  atRest?: ComponentChildren;
  /** What a day brings on average, where there is to be a line for it. */
  mean?: Decimal | null;
  /** The single day that the page has chosen; left out, the chart alone knows what is chosen. */
  chosen?: string | null;
  onChoose?: (day: string | null) => void;
}

/** The days' net as bars; above them what the chosen one stands for. */
export function NetChart({ days, name, atRest, mean, chosen, onChoose }: Props): JSX.Element {
  const [picked, pick] = useState<Span | null>(null);
  useSwipeGuard();
  const points = useMemo(() => days.map(({ day, net }) => ({ day, value: exact(net) })), [days]);
  const span = picked !== null && agrees(picked, chosen) ? picked : null;
  return (
    <DayChart
      points={points}
      chosen={span ?? (chosen ? { from: chosen, to: chosen } : null)}
      onChoose={(bar) => {
        if (bar) selection();
        pick(bar && { from: bar.from, to: bar.to });
        onChoose?.(bar && single(bar));
      }}
      above={(bar) => (
        <p class="reading" aria-hidden="true">
          {span && bar ? <Reading name={spanText(bar)} value={bar.value} /> : (atRest ?? <Total points={points} />)}
        </p>
      )}
      label={(bar) => `${spanText(bar)}: ${amountText(bar.value)}`}
      ariaLabel={name}
      axis={amountText}
      dayLabel={(iso) => day(iso, locale(), 'short')}
      mean={mean ?? null}
      {...(mean !== undefined && { meanName: t('home.mean') })}
    />
  );
}

function Total({ points }: { points: readonly { value: Decimal }[] }): JSX.Element {
  return <Reading name={t('home.sum')} value={sum(points.map(({ value }) => value))} />;
}

function Reading({ name, value }: { name: string; value: Decimal }): JSX.Element {
  return (
    <>
      <span class="quiet">{name}</span> <strong><Amount btc={value} /></strong>
    </>
  );
}

/** Whether a bar is still the one chosen, now that the page may have chosen another day. */
function agrees(bar: Span, chosen: string | null | undefined): boolean {
  return chosen === undefined || chosen === single(bar);
}

/** The day that a bar stands for; `null` where it stands for several. */
function single({ from, to }: Span): string | null {
  return from === to ? to : null;
}

function spanText({ from, to }: Span): string {
  if (from === to) return day(to, locale());
  return `${day(from, locale(), 'short')} – ${day(to, locale())}`;
}
