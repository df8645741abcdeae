import { render } from 'preact';

import './style/index.css';
import { screen, start } from './state/app';
import { readLaunch, tabStorage } from './telegram/launch';
import { settleIn } from './telegram/client';
import { applyTheme } from './telegram/theme';
import { App } from './ui/App';
import { speak } from './words';

const root = document.getElementById('app');
const launched = readLaunch(location.hash, tabStorage());
void speak(launched?.language ?? navigator.language);
if (launched === null) {
  screen.value = { name: 'outside' };
} else {
  applyTheme(launched.theme);
  settleIn();
  void start(launched.initData);
}
if (root !== null) render(<App initData={launched?.initData ?? ''} />, root);
