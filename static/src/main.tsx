import { render } from 'preact';

import './style/index.css';
import { phase, start } from './state/app';
import { refreshWatched } from './state/loaded';
import { speakAsTelegram } from './state/preferences';
import { onReturn } from './telegram/activity';
import { startClient } from './telegram/client';
import { readLaunch, tabStorage } from './telegram/launch';
import { App } from './ui/App';

const root = document.getElementById('app');
const launch = readLaunch(location.hash, tabStorage());
speakAsTelegram(launch?.language ?? navigator.language);
const restart = (): void => {
  if (launch !== null) void start(launch);
};
if (launch === null) {
  phase.value = { name: 'outside' };
} else {
  startClient(launch);
  onReturn(refreshWatched);
  restart();
}
if (root !== null) render(<App restart={restart} />, root);
