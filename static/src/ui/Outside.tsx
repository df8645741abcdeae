import type { JSX } from 'preact';

import { readConfig } from '../config';
import { words } from '../words';
import { Mark } from './Mark';

/** What a browser shows: how to get here. */
export function Outside(): JSX.Element {
  const { outside } = words.value;
  const { botUsername } = readConfig(document);
  return (
    <main class="screen screen-centred">
      <Mark />
      <h1>{outside.title}</h1>
      <p class="lead">{outside.text}</p>
      {botUsername ? (
        <a class="button" href={`https://t.me/${botUsername}`}>
          {outside.button}
        </a>
      ) : (
        <p class="quiet">{outside.how}</p>
      )}
    </main>
  );
}
