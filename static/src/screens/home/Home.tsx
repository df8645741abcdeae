import { useState } from 'preact/hooks';
import type { JSX } from 'preact';

import './home.css';
import type { Home as Figures, Range } from '../../api/routes';
import { firstName } from '../../state/app';
import { home } from '../../state/data';
import { go } from '../../state/route';
import { Icon } from '../../ui/Icon';
import { InTurn } from '../../ui/InTurn';
import { Loads } from '../../ui/Loads';
import { NoMiners } from '../../ui/NoMiners';
import { Top } from '../../ui/Top';
import { t } from '../../words';
import { Balance } from './Balance';
import { History } from './History';
import { Latest } from './Latest';
import { BalanceOutline, HistoryOutline, HomeOutline, PowerOutline } from './HomeOutline';
import { Power } from './Power';
import { Trouble } from './Trouble';

/** The days that the home screen comes with. */
const USUAL: Range = '30';

/** What came in, whether that is much, and where it is. */
export function Home(): JSX.Element {
  const [range, setRange] = useState<Range>(USUAL);
  const part = home(USUAL);
  return (
    <main class="screen">
      <Top title={firstName.value ? t('app.greeting', { name: firstName.value }) : t('app.title')}>
        <button
          type="button"
          class="icon-button"
          aria-label={t('tab.settings')}
          onClick={() => {
            go({ name: 'settings' });
          }}
        >
          <Icon name="settings" />
        </button>
      </Top>
      <Loads part={part} outline={<HomeOutline />}>
        {(figures) => (
          <>
            <Trouble figures={figures} retry={() => void part.refresh()} />
            {isEmpty(figures) ? (
              <>
                <NoMiners />
                <Balance totals={figures.totals.value} />
              </>
            ) : (
              <Cards figures={figures} range={range} onRange={setRange} />
            )}
          </>
        )}
      </Loads>
    </main>
  );
}

function Cards({ figures, ...ranged }: { figures: Figures; range: Range; onRange: (range: Range) => void }): JSX.Element {
  const { earnings, totals, power, rates } = figures;
  return (
    <>
      <Latest earnings={earnings.value} expected={power.value?.expected ?? null} />
      <InTurn
        cards={[
          { outline: <HistoryOutline />, card: () => <History key="history" {...ranged} usual={USUAL} earnings={earnings.value} /> },
          { outline: <BalanceOutline />, card: () => <Balance key="balance" totals={totals.value} /> },
          { outline: <PowerOutline />, card: () => <Power key="power" power={power.value} rates={rates.value} /> },
        ]}
      />
    </>
  );
}

/** No miner, and no income of one there was. */
function isEmpty({ power, earnings }: Figures): boolean {
  return power.value?.miners === '0' && (earnings.value?.days.length ?? 0) === 0;
}
