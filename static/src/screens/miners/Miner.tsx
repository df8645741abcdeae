import { useMemo } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';

import './miners.css';
import type { Earnings, Miner as Figures, Money } from '../../api/routes';
import { ChartSkeleton } from '../../chart/ChartSkeleton';
import { exact } from '../../decimal';
import { day, localDay, usd } from '../../format';
import { earnings, miner } from '../../state/data';
import { go } from '../../state/route';
import { Amount, Worth } from '../../ui/Amount';
import { setupText } from '../../ui/figures';
import { Loads } from '../../ui/Loads';
import { NetChart } from '../../ui/NetChart';
import { Skeleton } from '../../ui/Skeleton';
import { Stale } from '../../ui/Stale';
import { Top } from '../../ui/Top';
import { Way } from '../../ui/Way';
import { locale, t } from '../../words';
import { ageText } from './age';
import { Picture } from './Picture';

/** One miner, and its own earnings. */
export function Miner({ id }: { id: string }): JSX.Element {
  const part = miner(id);
  const days = earnings('30', id);
  const now = part.now.value;
  const old = now.state === 'ready' && now.value.fault !== null; // It is said once.
  return (
    <main class="screen">
      <Top title={now.state === 'ready' ? now.value.miner.name : t('miner.title')} />
      <Loads part={part} outline={<MinerOutline />}>
        {({ miner: figures, age, fault }) => (
          <>
            {fault !== null && <Stale seconds={Number(age)} code={fault} retry={() => void part.refresh()} />}
            <About miner={figures} />
          </>
        )}
      </Loads>
      <section class="card">
        <h2>{t('miner.earnings')}</h2>
        <Loads part={days} outline={<DaysOutline />}>
          {(value) => (
            <>
              {value.fault !== null && !old && (
                <Stale seconds={Number(value.age)} code={value.fault} retry={() => void days.refresh()} />
              )}
              <Days value={value} />
            </>
          )}
        </Loads>
        <div class="ways">
          <Way
            text={t('miner.all')}
            onPress={() => {
              go({ name: 'earnings', miner: id });
            }}
          />
        </div>
      </section>
    </main>
  );
}

function About({ miner }: { miner: Figures }): JSX.Element {
  const { createdAt, imageUrl, smallImageUrl, expected, latest, earned, breakEvenBtc } = miner;
  const speak = locale();
  return (
    <section class="card">
      <div class="miner-head">
        <Picture address={imageUrl || smallImageUrl} large />
        <div>
          <p class="lead">{setupText(miner)}</p>
          <p class="quiet">{`${ageText(createdAt)} · ${localDay(createdAt, speak)}`}</p>
        </div>
      </div>
      <dl class="facts facts-wide">
        <Fact name={t('miner.expected')}>{expected ? <Both money={expected} /> : t('miner.unknown')}</Fact>
        <Fact name={latest ? t('miner.latestOn', { day: day(latest.day, speak, 'short') }) : t('miner.latest')}>
          {latest ? <Both money={latest.net} /> : '—'}
        </Fact>
        <Fact name={t('miner.earned')}>{earned ? <Both money={earned} /> : '—'}</Fact>
        <Fact name={t('miner.breakEven')}>{breakEvenBtc === null ? '—' : usd(exact(breakEvenBtc), speak)}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Both({ money }: { money: Money }): JSX.Element {
  return (
    <>
      <Amount btc={money.btc} /> <Worth money={money} />
    </>
  );
}

function Days({ value: { days } }: { value: Earnings }): JSX.Element {
  const oldestFirst = useMemo(() => [...days].reverse(), [days]);
  if (days.length === 0) return <p class="quiet">{t('home.noDays')}</p>;
  return <NetChart days={oldestFirst} name={t('miner.earnings')} />;
}

function DaysOutline(): JSX.Element {
  return (
    <>
      <p class="reading">{'\u00a0'}</p>
      <ChartSkeleton />
    </>
  );
}

function MinerOutline(): JSX.Element {
  return (
    <section class="card">
      <div class="miner-head">
        <span class="picture picture-large" />
        <Skeleton lines={[70, 50]} />
      </div>
      <Skeleton lines={[90, 90, 90, 90, 90, 90]} />
    </section>
  );
}
