import { computed, type ReadonlySignal, signal } from '@preact/signals';

import { hear, tell } from './gate';

/** Telegram's colours by its own names (`bg_color: '#17212b'`). */
export type ThemeParams = Readonly<Record<string, unknown>>;

/** `#rrggbb`. */
export type Colour = `#${string}`;

const COLOUR = /^#[0-9a-f]{6}$/i;

/** What stands for a colour that a client does not give: another one, or in the end these. */
const INSTEAD = {
  bg_color: ['#ffffff', '#17212b'],
  secondary_bg_color: ['#efeff4', '#0f1621'],
  bottom_bar_bg_color: 'secondary_bg_color',
  button_color: ['#2481cc', '#2481cc'],
  button_text_color: ['#ffffff', '#ffffff'],
  destructive_text_color: ['#d0312f', '#ec6a68'],
} as const satisfies Record<string, readonly [light: Colour, dark: Colour] | 'secondary_bg_color'>;

/** Named since 6.1 and 7.0; what the system prefers, as CSS would have it, may not go with the rest. */
const UNNAMED = ['secondary_bg_color', 'destructive_text_color'] as const;

const given = signal<ThemeParams>({});
const prefersDark =
  typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches;

/** Whether text has to be light; without a word from Telegram, what the system prefers. */
export const isDarkNow: ReadonlySignal<boolean> = computed(() => {
  const background = given.value.bg_color;
  return isColour(background) ? isDark(background) : prefersDark;
});

/** One of the theme's colours; reading it in an effect follows the theme. */
export function themeColour(name: keyof typeof INSTEAD): Colour {
  const colour = given.value[name];
  if (isColour(colour)) return colour;
  const instead = INSTEAD[name];
  return typeof instead === 'string' ? themeColour(instead) : instead[isDarkNow.value ? 1 : 0];
}

/** Puts Telegram's colours on the page, and follows them from now on. */
export function startTheme(params: ThemeParams): void {
  applyTheme(params);
  hear('theme_changed', (event) => {
    applyTheme(event.theme_params);
  });
  tell('web_app_request_theme');
}

/** Puts Telegram's colours on the page as `--tg-bg-color` and so on, and takes earlier ones off. */
export function applyTheme(named: ThemeParams): void {
  const { style } = document.documentElement;
  const params = completed(named);
  for (const name of Object.keys(given.peek())) {
    if (!isColour(params[name])) style.removeProperty(variable(name));
  }
  for (const [name, colour] of Object.entries(params)) {
    if (isColour(colour)) style.setProperty(variable(name), colour);
  }
  given.value = params;
  const scheme = isDarkNow.value ? 'dark' : 'light';
  style.colorScheme = isColour(params.bg_color) ? scheme : '';
}

/** Returns the theme with what older clients do not name of theirs. */
function completed(named: ThemeParams): ThemeParams {
  if (!isColour(named.bg_color)) return named;
  const at = isDark(named.bg_color) ? 1 : 0;
  return { ...Object.fromEntries(UNNAMED.map((name) => [name, INSTEAD[name][at]])), ...named };
}

function variable(name: string): string {
  return `--tg-${name.replace(/_/g, '-')}`;
}

function isColour(value: unknown): value is Colour {
  return typeof value === 'string' && COLOUR.test(value);
}

/** Whether text on this colour has to be light. */
export function isDark(colour: string): boolean {
  const [red, green, blue] = channels(colour);
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128;
}

/** Mixes a share (0..1) of one colour into another. */
export function blended(colour: Colour, into: Colour, share: number): Colour {
  const under = channels(into);
  const mixed = channels(colour).map((channel, at) =>
    Math.round(channel * share + (under[at] ?? 0) * (1 - share)),
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): [number, number, number] {
  const channel = (at: number): number => parseInt(colour.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
