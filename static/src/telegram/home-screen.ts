import { type ReadonlySignal, signal } from '@preact/signals';

import { hear, tell } from './gate';

/** Whether the Mini App has an icon there; `unknown`: one can be added, but perhaps there is one. */
export type HomeScreen = 'unsupported' | 'unknown' | 'added' | 'missed';

const now = signal<HomeScreen>('unsupported');

export const homeScreen: ReadonlySignal<HomeScreen> = now;

/** Has Telegram offer the icon; what comes of it is in `homeScreen`. */
export function addToHomeScreen(): void {
  tell('web_app_add_to_home_screen');
}

/** Asks how it stands, and follows it. */
export function startHomeScreen(): void {
  hear('home_screen_checked', (event: { status?: unknown } | null) => {
    now.value = read(event?.status);
  });
  hear('home_screen_added', () => {
    now.value = 'added';
  });
  tell('web_app_check_home_screen');
}

function read(status: unknown): HomeScreen {
  return status === 'unknown' || status === 'added' || status === 'missed' ? status : 'unsupported';
}
