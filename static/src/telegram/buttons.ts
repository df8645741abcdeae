import type { MethodParams } from '@tma.js/bridge';

import { makeClaims, useClaim } from './claims';
import { cut } from './cut';
import { can, hear } from './gate';
import { keepTold } from './keep-told';
import { blended, type Colour, themeColour } from './theme';

/** A button of Telegram's own, at the bottom of the window. */
export interface BottomButton {
  text: string;
  enabled: boolean;
  /** Shows that it is under way, and takes no press. */
  busy: boolean;
  onPress: () => void;
}

type Params = MethodParams<'web_app_setup_main_button'>;

/** Longest text that clients accept. */
const TEXT = 64;
/** How much of a disabled button's colour is left. */
const FADED = 0.45;

const main = makeClaims<BottomButton>();
const secondary = makeClaims<BottomButton>();
const back = makeClaims<() => void>();
const settings = makeClaims<() => void>();

/**
 * Makes Telegram's main button this component's, the last one mounted winning; `null` hides it.
 * Every client has one.
 */
export function useMainButton(button: BottomButton | null): void {
  useClaim(main, button);
}

/** The same of the secondary button; `false`: this client has none, draw one in the page. */
export function useSecondaryButton(button: BottomButton | null): boolean {
  useClaim(secondary, button);
  return can('secondaryButton');
}

/** Shows Telegram's back button; `false`: this client has none, draw one in the page. */
export function useBackButton(onPress: (() => void) | null): boolean {
  useClaim(back, onPress);
  return can('backButton');
}

/** Shows the settings row in Telegram's menu; `false`: this client has none. */
export function useSettingsButton(onPress: (() => void) | null): boolean {
  useClaim(settings, onPress);
  return can('settingsButton');
}

/** Keeps Telegram's buttons as the mounted components wish them. */
export function startButtons(): void {
  keepTold('web_app_setup_main_button', () => [
    look(main.winning.value, themeColour('button_color'), themeColour('button_text_color')),
  ]);
  keepTold('web_app_setup_secondary_button', () => [
    look(secondary.winning.value, themeColour('bottom_bar_bg_color'), themeColour('button_color')),
  ]);
  keepTold('web_app_setup_back_button', () => [{ is_visible: back.winning.value !== null }]);
  keepTold('web_app_setup_settings_button', () => [{ is_visible: settings.winning.value !== null }]);
  hear('main_button_pressed', () => {
    press(main.winning.peek());
  });
  hear('secondary_button_pressed', () => {
    press(secondary.winning.peek());
  });
  hear('back_button_pressed', () => back.winning.peek()?.());
  hear('settings_button_pressed', () => settings.winning.peek()?.());
}

function look(button: BottomButton | null, colour: Colour, textColour: Colour): Params {
  if (button === null) return { is_visible: false };
  const { text, enabled, busy } = button;
  const bar = themeColour('bottom_bar_bg_color');
  const fade = (of: Colour): Colour => (enabled || busy ? of : blended(of, bar, FADED));
  return {
    is_visible: true,
    is_active: enabled && !busy,
    is_progress_visible: busy,
    text: cut(text, TEXT),
    color: fade(colour),
    text_color: fade(textColour),
  };
}

function press(button: BottomButton | null): void {
  if (button?.enabled && !button.busy) button.onPress();
}
