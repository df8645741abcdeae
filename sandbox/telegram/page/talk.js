/** What the chat says to the sandbox and hears from it; the bot is behind that. */
const CHAT = '/sandbox/telegram/chat';
const TRY_AGAIN_MS = 1500;

/**
 * The demo user's chat with the bot.
 *
 * Emits `news` when `chat` has changed: messages, commands, menu button, typing.
 */
export class Talk extends EventTarget {
  chat = null;
  #seen = '';
  #waiting = new AbortController();

  constructor(client) {
    super();
    this.client = client;
  }

  /** Keeps the chat as it is over there, for as long as the page is open. */
  async listen() {
    for (;;) {
      try {
        const answer = await fetch(`${CHAT}?${this.#query({ seen: this.#seen })}`, this.#waiting);
        if (!answer.ok) throw new Error(await answer.text());
        this.chat = await answer.json();
        this.#seen = this.chat.version;
        this.dispatchEvent(new Event('news'));
      } catch (error) {
        // Another language was chosen, or the sandbox is not there at the moment.
        if (error.name !== 'AbortError') await new Promise((go) => setTimeout(go, TRY_AGAIN_MS));
      }
    }
  }

  /** Looks again at once, as whoever the options say; until then the chat is as it was. */
  refresh() {
    this.#seen = '';
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  say(text) {
    return this.#post('say', { text });
  }

  press(message, data) {
    return this.#post('press', { message, data });
  }

  lookUp(query) {
    return this.#post('look-up', { query });
  }

  choose(question, result) {
    return this.#post('choose', { question, result });
  }

  allow() {
    return this.#post('allow', {});
  }

  block(blocked) {
    return this.#post('block', { blocked });
  }

  fileAddress(file) {
    return `${CHAT}/file/${file.file_id}`;
  }

  async #post(what, body) {
    const answer = await fetch(`${CHAT}/${what}?${this.#query({})}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) return null; // Such as a message that is gone by now.
    return (await answer.json()).result;
  }

  #query(more) {
    return new URLSearchParams({ language: this.client.options.language, ...more });
  }
}
