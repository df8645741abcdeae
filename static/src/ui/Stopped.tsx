import type { JSX } from 'preact';

import type { Fault } from '../fault';
import { start } from '../state/app';
import { closeApp } from '../telegram/client';
import { words } from '../words';
import { isSessionOver, sentence } from '../words/faults';
import { Mark } from './Mark';

/** The page could not start: what to do about it. */
export function Stopped({ fault, initData }: { fault: Fault; initData: string }): JSX.Element {
  const { close, retry } = words.value;
  return (
    <main class="screen screen-centred">
      <Mark />
      <p class="lead" role="alert">
        {sentence(fault, words.value)}
      </p>
      {isSessionOver(fault) ? (
        <button type="button" class="button" onClick={closeApp}>
          {close}
        </button>
      ) : (
        <button type="button" class="button" onClick={() => void start(initData)}>
          {retry}
        </button>
      )}
    </main>
  );
}
