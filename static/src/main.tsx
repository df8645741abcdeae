import { render } from 'preact';

import './style/index.css';
import { screen, start } from './state/app';
import { launch, settleIn } from './telegram';
import { App } from './ui/App';
import { speak } from './words';

const root = document.getElementById('app');
const launched = launch();
void speak(launched?.language ?? navigator.language);
if (launched === null) {
  screen.value = { name: 'outside' };
} else {
  settleIn();
  void start(launched.initData);
}
if (root !== null) render(<App initData={launched?.initData ?? ''} />, root);
