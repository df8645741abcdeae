import type { JSX } from 'preact';

import type { Fault } from '../../fault';
import { closeApp } from '../../telegram/client';
import { Mark } from '../../ui/Mark';
import { t } from '../../words';
import { isSessionOver, sentence } from '../../words/faults';

/** The page could not start: what to do about it. */
export function Stopped({ fault, restart }: { fault: Fault; restart: () => void }): JSX.Element {
  const over = isSessionOver(fault);
  return (
    <main class="screen screen-centred">
      <Mark />
      <div role="alert">
        <h1 class="lead">{sentence(fault)}</h1>
      </div>
      <button type="button" class="button" onClick={over ? closeApp : restart}>
        {over ? t('app.close') : t('app.retry')}
      </button>
    </main>
  );
}
