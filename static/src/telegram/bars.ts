import { keepTold } from './keep-told';
import { themeColour } from './theme';

/** Keeps the window's own parts in the page's colours, live. */
export function startBars(): void {
  keepTold('web_app_set_background_color', () => [{ color: themeColour('secondary_bg_color') }]);
  // By its key, the header changes together with the theme and not after it.
  keepTold('web_app_set_header_color', () => [{ color_key: 'secondary_bg_color' }]);
  keepTold('web_app_set_bottom_bar_color', () => [{ color: themeColour('bottom_bar_bg_color') }]);
}
