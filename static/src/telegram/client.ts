import { startBars } from './bars';
import { startButtons } from './buttons';
import { startClosing } from './closing';
import { openGate, tell } from './gate';
import { startHomeScreen } from './home-screen';
import type { Launch } from './launch';
import { startSwipes } from './swipes';
import { startTheme } from './theme';
import { startViewport } from './viewport';

export { can } from './gate';

/** Says that the page can be shown, and keeps it and the client in step from now on. */
export function startClient(launch: Launch): void {
  openGate(launch);
  startTheme(launch.theme);
  tell('web_app_ready');
  tell('web_app_expand');
  startViewport(launch.fullscreen);
  startBars();
  startButtons();
  startClosing();
  startSwipes();
  startHomeScreen();
}

/** Closes the Mini App. */
export function closeApp(): void {
  tell('web_app_close');
}
