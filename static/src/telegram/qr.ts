import { asked } from './asked';
import { cut } from './cut';
import { can, hear, tell } from './gate';

/** Longest caption that clients accept. */
const CAPTION = 64;

/**
 * Opens Telegram's scanner until it reads a text that is accepted; the user closing it is `null`.
 * `null` at once: this client has no scanner.
 */
export function scanQr(
  caption: string,
  accept: (scanned: string) => boolean,
): Promise<string | null> | null {
  if (!can('qr')) return null;
  const text = cut(caption, CAPTION);
  return asked<string | null, 'web_app_open_scan_qr_popup'>(
    'web_app_open_scan_qr_popup',
    [{ text }],
    null,
    (answer) => [
      hear('qr_text_received', (event: Partial<Record<'data', unknown>> | null) => {
        const scanned = event?.data;
        if (typeof scanned !== 'string' || !accept(scanned)) return;
        answer(scanned);
        tell('web_app_close_scan_qr_popup');
      }),
      hear('scan_qr_popup_closed', () => {
        answer(null);
      }),
    ],
  );
}
