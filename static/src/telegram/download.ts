import { asked } from './asked';
import { can, hear, tell } from './gate';

/**
 * Saves a file of ours under a name: through Telegram, where the user is asked first, or by a
 * browser. Says whether it began.
 *
 * Telegram wants https and, of its web clients, `Content-Disposition: attachment` with
 * `Access-Control-Allow-Origin: https://web.telegram.org`; session headers it sends none.
 */
export async function downloadFile(url: string, fileName: string): Promise<boolean> {
  const { href } = new URL(url, location.href);
  if (!can('download')) {
    // Telegram's webviews and frames drop what a link would save; the user's own browser does not.
    if (!tell('web_app_open_link', { url: href })) follow(href, fileName);
    return true;
  }
  const file = { url: href, file_name: fileName };
  return asked('web_app_request_file_download', [file], false, (answer) => [
    hear('file_download_requested', (event: { status?: unknown } | null) => {
      answer(event?.status === 'downloading');
    }),
  ]);
}

function follow(href: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = fileName;
  link.click();
}
