import { type ReadonlySignal, signal } from '@preact/signals';

import { hear, tell } from './gate';
import './viewport.css';

const SIDES = ['top', 'right', 'bottom', 'left'] as const;

/** The bridge hands these events on unread. */
type Given<Field extends string> = Readonly<Partial<Record<Field, unknown>>> | null;
type Insets = Given<(typeof SIDES)[number]>;

const full = signal(false);

/** Whether the page has the whole screen. */
export const isFullscreen: ReadonlySignal<boolean> = full;

/** Takes the whole screen, or gives it back; nothing where the client cannot. */
export function toggleFullscreen(): void {
  tell(full.peek() ? 'web_app_exit_fullscreen' : 'web_app_request_fullscreen');
}

/** Keeps the variables of viewport.css and `isFullscreen` as the client says. */
export function startViewport(fullscreen: boolean): void {
  full.value = fullscreen;
  hear('fullscreen_changed', (event: Given<'is_fullscreen'>) => {
    full.value = event?.is_fullscreen === true;
  });
  hear('fullscreen_failed', (event: Given<'error'>) => {
    if (event?.error === 'ALREADY_FULLSCREEN') full.value = true;
  });
  hear('safe_area_changed', (insets: Insets) => {
    setInsets('safe', insets);
  });
  hear('content_safe_area_changed', (insets: Insets) => {
    setInsets('content-safe', insets);
  });
  hear('viewport_changed', ({ height, is_state_stable: stable }) => {
    if (stable && height > 0) setPixels('stable-height', height);
  });
  tell('web_app_request_viewport');
  tell('web_app_request_safe_area');
  tell('web_app_request_content_safe_area');
}

function setInsets(area: 'safe' | 'content-safe', insets: Insets): void {
  for (const side of SIDES) {
    const inset = insets?.[side];
    if (typeof inset === 'number' && inset >= 0) setPixels(`${area}-${side}`, inset);
  }
}

function setPixels(name: string, pixels: number): void {
  document.documentElement.style.setProperty(`--${name}`, `${String(pixels)}px`);
}
