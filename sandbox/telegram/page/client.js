import { isAsking, dismiss } from './dialogs.js';
import { HANDLERS } from './handlers.js';
import { changed } from './options.js';
import { Refused, atLeast, known, verdict } from './protocol.js';
import { say } from './words.js';

const LIGHTS = matchMedia('(prefers-color-scheme: dark)');

/** What a Mini App finds when it is opened: every button hidden, nothing asked for. */
const OPENED = {
  ready: false,
  fullscreen: false,
  background: false,
  back: false,
  settings: false,
  asksBeforeClosing: false,
  verticalSwipe: true,
  header: 'bg_color',
  backdrop: null,
  bottomBar: null,
  main: { is_visible: false, is_active: true, is_progress_visible: false, text: 'Continue' },
  secondary: {
    is_visible: false, is_active: true, is_progress_visible: false, text: 'Cancel',
    position: 'left',
  },
};

/**
 * Telegram's client with one Mini App: its options, its state, and what the two said.
 *
 * Emits `changed` when the phone looks different, `said` when something was said.
 */
export class Client extends EventTarget {
  /** Everything said, in order: `{to, eventType, eventData, verdict, why}`; `to` is who heard. */
  journal = [];
  state = null;
  #launches = 0;
  /** How the Mini App was opened: a button's `url`, or a link's `start`. */
  #origin = { start: '' };
  /** Resolves when the Mini App has loaded. */
  opened = Promise.resolve();

  constructor(phone, options) {
    super();
    this.phone = phone;
    this.options = options;
    addEventListener('message', (event) => this.#receive(event));
    LIGHTS.addEventListener('change', () => this.#retheme());
  }

  get frame() {
    return this.phone.querySelector('iframe');
  }

  get theme() {
    const { theme } = this.options;
    if (theme !== 'system') return theme;
    return LIGHTS.matches ? 'dark' : 'light';
  }

  get colours() {
    return this.launched.themes[this.theme];
  }

  /** What the Mini App said, in order. */
  get events() {
    return this.journal.filter(({ to }) => to === 'client');
  }

  say(word, name) {
    return say(this.options.language, word, name);
  }

  is(version) {
    return atLeast(this.options.version, version);
  }

  /** Learns the names and colours that the chat is shown with. */
  async wake() {
    this.launched = await this.#fetched('');
    this.#emit('changed');
  }

  /**
   * Opens the Mini App, anew if it is open.
   *
   * `url` is the one of a button; `start` came with a link to the Mini App.
   */
  launch({ url, start = '' } = {}) {
    this.#origin = { url, start };
    return this.#again();
  }

  #again() {
    this.opened = this.#launch();
    return this.opened;
  }

  async #launch() {
    this.close();
    const launch = ++this.#launches;
    const { wallet, fullscreen } = this.options;
    const launched = await this.#fetched(this.#origin.start);
    if (launch !== this.#launches) return; // Overtaken by another.
    this.launched = launched;
    const alreadyFull = fullscreen === 'launch' && this.is('8.0');
    this.state = { ...OPENED, fullscreen: alreadyFull };
    this.url = this.#address();
    const frame = document.createElement('iframe');
    frame.title = this.launched.name;
    if (wallet === 'list') frame.name = 'wallet=list';
    frame.allow = 'clipboard-write';
    frame.src = this.url;
    this.phone.querySelector('.view').append(frame);
    this.change({});
    await new Promise((loaded) => {
      frame.addEventListener('load', loaded, { once: true });
    });
    if (this.frame === frame) this.change({ ready: true });
  }

  async #fetched(start) {
    const { version, language } = this.options;
    const response = await fetch(
      `/sandbox/telegram/launch?${new URLSearchParams({ version, language, start })}`,
    );
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  #address() {
    const { version, platform } = this.options;
    const { url, start } = this.#origin;
    const told = new URLSearchParams({
      tgWebAppData: this.launched.initData,
      tgWebAppVersion: version,
      tgWebAppPlatform: platform,
      tgWebAppThemeParams: JSON.stringify(this.colours),
    });
    if (this.state.fullscreen) told.set('tgWebAppFullscreen', '1');
    if (url !== undefined) {
      const { origin, pathname, search } = new URL(url);
      if (origin !== location.origin) throw new Error(`${origin} is not on this machine`);
      return `${pathname}${search}#${told}`;
    }
    if (start === '') return `/#${told}`;
    told.set('tgWebAppStartParam', start);
    return `/?tgWebAppStartParam=${start}#${told}`;
  }

  /** Opens the Mini App anew if it is open: what it was opened with does not last for ever. */
  async renew() {
    if (this.state !== null) await this.#again();
  }

  /** Loads the Mini App's page again, as it was opened. */
  reload() {
    const { frame } = this;
    const { fullscreen, background } = this.state;
    this.state = { ...OPENED, fullscreen, background };
    frame.src = 'about:blank';
    frame.addEventListener('load', () => (frame.src = this.url), { once: true });
    this.change({});
  }

  /** Closes the Mini App; nobody is asked. */
  close() {
    dismiss(this.phone);
    this.frame?.remove();
    this.state = null;
    this.#emit('changed');
  }

  /** Changes options; those a running Mini App cannot learn of open it anew. */
  async set(some) {
    const { next, anew } = changed(this.options, some);
    const theme = this.theme;
    this.options = next;
    if ('start' in some) await this.launch({ start: next.start });
    else if (anew && this.state !== null) await this.#again();
    else if (this.theme !== theme) this.#retheme();
    this.#emit('changed');
  }

  /** Puts the Mini App into the background, or brings it back. */
  putAway(background) {
    if (this.state === null || this.state.background === background) return;
    this.change({ background });
    pretend(this.frame.contentDocument, !background);
    if (this.is('8.0')) this.tell('visibility_changed', { is_visible: !background });
  }

  /** Changes what the phone shows. */
  change(patch) {
    this.state = { ...this.state, ...patch };
    this.#emit('changed');
  }

  /** Tells the Mini App something. */
  tell(eventType, eventData) {
    const { frame } = this;
    if (frame === null) return;
    frame.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), location.origin);
    this.#note({ to: 'app', eventType, eventData, verdict: 'said' });
  }

  #receive({ source, origin, data }) {
    if (source !== this.frame?.contentWindow || origin !== location.origin) return;
    let said;
    try {
      said = JSON.parse(data);
    } catch {
      return; // Some other script's message.
    }
    if (typeof said?.eventType === 'string') this.#hear(said);
  }

  #hear({ eventType, eventData }) {
    const { version } = this.options;
    const entry = { to: 'client', eventType, eventData, verdict: verdict(eventType, version) };
    this.#note(entry);
    if (entry.verdict !== 'heard') return;
    try {
      HANDLERS[eventType](this, known(eventType, eventData, version));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      Object.assign(entry, { verdict: 'refused', why: error.message });
    }
  }

  /** Refuses a second dialog: clients show one at a time. */
  onlyOne() {
    if (isAsking(this.phone)) throw new Refused('a dialog is open already');
  }

  #retheme() {
    this.#emit('changed');
    if (this.state !== null) this.tell('theme_changed', { theme_params: this.colours });
  }

  #note(entry) {
    this.journal.push(entry);
    this.#emit('said');
  }

  #emit(name) {
    this.dispatchEvent(new Event(name));
  }
}

/** Has a document believe that it is seen or not, as a phone's web view does. */
function pretend(page, isVisible) {
  const told = { visibilityState: isVisible ? 'visible' : 'hidden', hidden: !isVisible };
  for (const [name, value] of Object.entries(told)) {
    Object.defineProperty(page, name, { configurable: true, get: () => value });
  }
  page.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}
