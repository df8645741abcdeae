import { useMemo, useState } from 'preact/hooks';
import type { JSX } from 'preact';

import './miners.css';
import type { Earnings, Miner as Figures } from '../../api/routes';
import type { Bin } from '../../chart/bins';
import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { DayChart } from '../../chart/DayChart';
import { decimal } from '../../decimal';
import { day, usd } from '../../format';
import { earnings, miner } from '../../state/data';
import { go } from '../../state/route';
import { useSwipeGuard } from '../../telegram/swipes';
import { Amount, amountText, Worth } from '../../ui/Amount';
import { Loads } from '../../ui/Loads';
import { Skeleton } from '../../ui/Skeleton';
import { Top } from '../../ui/Top';
import { locale, t } from '../../words';
import { ageText } from './age';
import { setupText } from './MinerRow';
import { Picture } from './Picture';

/** One miner, and its own earnings. */
export function Miner({ id }: { id: string }): JSX.Element {
  const part = miner(id);
  const now = part.now.value;
  return (
    <main class="screen">
      <Top title={now.state === 'ready' ? now.value.name : t('miner.title')} />
      <Loads part={part} outline={<MinerOutline />}>
        {(figures) => <About miner={figures} />}
      </Loads>
      <section class="card">
        <h2>{t('miner.earnings')}</h2>
        <Loads part={earnings('30', id)} outline={<ChartSkeleton />}>
          {(value) => <Days value={value} />}
        </Loads>
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            go({ name: 'earnings', miner: id });
          }}
        >
          {t('miner.all')}
        </button>
      </section>
    </main>
  );
}

function About({ miner }: { miner: Figures }): JSX.Element {
  const { expected, latest, earned, breakEvenBtc } = miner;
  return (
    <section class="card">
      <div class="miner-head">
        <Picture address={miner.imageUrl || miner.smallImageUrl} size={96} />
        <div>
          <p>{setupText(miner)}</p>
          <p class="quiet">{`${ageText(miner.createdAt)} · ${day(miner.createdAt, locale())}`}</p>
        </div>
      </div>
      <dl class="facts facts-wide">
        <div>
          <dt>{t('miner.expected')}</dt>
          <dd>{expected === null ? t('miner.unknown') : <><Amount btc={expected.btc} /> <Worth money={expected} /></>}</dd>
        </div>
        <div>
          <dt>{latest === null ? t('miner.latest') : t('miner.latestOn', { day: day(latest.day, locale(), 'short') })}</dt>
          <dd>{latest === null ? '—' : <><Amount btc={latest.net.btc} /> <Worth money={latest.net} /></>}</dd>
        </div>
        <div>
          <dt>{t('miner.earned')}</dt>
          <dd>{earned === null ? '—' : <><Amount btc={earned.btc} /> <Worth money={earned} /></>}</dd>
        </div>
        <div>
          <dt>{t('miner.breakEven')}</dt>
          <dd>{breakEvenBtc === null ? '—' : usd(decimal(breakEvenBtc) ?? 0n, locale())}</dd>
        </div>
      </dl>
    </section>
  );
}

function Days({ value }: { value: Earnings }): JSX.Element {
  const [chosen, choose] = useState<Bin | null>(null);
  useSwipeGuard();
  const points = useMemo(
    () => value.days.map(({ day, net }) => ({ day, value: decimal(net) ?? 0n })).reverse(),
    [value],
  );
  if (points.length === 0) return <p class="quiet">{t('home.noDays')}</p>;
  const text = ({ to, value: net }: Bin): string => `${day(to, locale())}: ${amountText(net)}`;
  return (
    <>
      <p class="reading" aria-hidden="true">{chosen ? text(chosen) : '\u00a0'}</p>
      <DayChart
        points={points}
        chosen={chosen?.to ?? null}
        onChoose={(_, bin) => {
          choose(bin);
        }}
        label={text}
        ariaLabel={t('miner.earnings')}
        axis={amountText}
        dayLabel={(iso) => day(iso, locale(), 'short')}
      />
    </>
  );
}

function MinerOutline(): JSX.Element {
  return (
    <section class="card">
      <div class="miner-head">
        <span class="picture" style={{ width: 96, height: 96 }} />
        <Skeleton lines={[70, 50]} />
      </div>
      <Skeleton lines={[90, 90, 90, 90]} />
    </section>
  );
}
