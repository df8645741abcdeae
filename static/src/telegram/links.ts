import { tell } from './gate';

const TELEGRAM = ['t.me', 'telegram.me', 'telegram.dog'];

/** Opens a link where it belongs, in Telegram or in the browser; only http and https are opened. */
export function openLink(address: string): void {
  const { protocol, host, pathname, search, href } = new URL(address, location.href);
  if (protocol !== 'https:' && protocol !== 'http:') return;
  if (TELEGRAM.includes(host)) {
    // A client before 6.1 catches the address itself.
    if (!tell('web_app_open_tg_link', { path_full: pathname + search })) location.href = href;
  } else if (!tell('web_app_open_link', { url: href })) {
    window.open(href, '_blank', 'noopener');
  }
}

/** Opens an anchor's link so; for its `onClick`. */
export function followLink(event: Event & { readonly currentTarget: HTMLAnchorElement }): void {
  event.preventDefault();
  openLink(event.currentTarget.href);
}
