/** Telegram's colours by its own names (`bg_color: '#17212b'`). */
export type ThemeParams = Readonly<Record<string, unknown>>;

const COLOUR = /^#[0-9a-f]{6}$/i;

/** Puts Telegram's colours on the page as `--tg-bg-color` and so on. */
export function applyTheme(params: ThemeParams): void {
  const { style } = document.documentElement;
  for (const [name, colour] of Object.entries(params)) {
    if (isColour(colour)) {
      style.setProperty(`--tg-${name.replace(/_/g, '-')}`, colour);
    }
  }
  const background = params.bg_color;
  if (isColour(background)) {
    style.colorScheme = isDark(background) ? 'dark' : 'light';
  }
}

function isColour(value: unknown): value is string {
  return typeof value === 'string' && COLOUR.test(value);
}

/** Whether text on this colour (`#rrggbb`) has to be light. */
export function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    parseInt(colour.slice(at, at + 2), 16),
  );
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128;
}
