/** What a press in the chat does. */
import { ask } from './dialogs.js';
import { follow } from './questions.js';

const TOAST_MS = 3500;

/** Returns what links and buttons of the chat do, for this client. */
export function acts(client, talk) {
  const act = {
    say: (text) => void talk.say(text),

    /** Follows a link: within Telegram if it is ours, beside it otherwise. */
    follow(url) {
      const to = new URL(url, location.origin);
      const ours = to.host === 't.me' && to.pathname === `/${talk.chat.bot}`;
      if (ours && to.searchParams.has('startapp')) {
        void client.launch({ start: to.searchParams.get('startapp') });
      } else if (ours) {
        void talk.say(`/start ${to.searchParams.get('start') ?? ''}`.trim());
      } else if (to.origin === location.origin) {
        open(to.href, '_blank');
      } else {
        void follow(client, to.href);
      }
    },

    /** Presses a button under a message. */
    async press(message, button, element) {
      if (button.web_app) return client.launch({ url: button.web_app.url });
      if (button.url) return act.follow(button.url);
      if (button.copy_text) return copy(client, button.copy_text.text);
      if ('switch_inline_query_current_chat' in button) {
        return act.write(`@${talk.chat.bot} ${button.switch_inline_query_current_chat}`);
      }
      if (button.callback_data === undefined) return undefined;
      element.classList.add('busy');
      const answer = await talk.press(message.message_id, button.callback_data);
      element.classList.remove('busy');
      return hear(client, act, answer);
    },

    /** Puts a text into the message field; the composer fills it in. */
    write: () => undefined,
  };
  return act;
}

/** Shows what the bot answered to a press. */
async function hear(client, act, answer) {
  if (answer?.url) act.follow(answer.url);
  if (!answer?.text) return;
  if (answer.alert) {
    await ask(client.phone, {
      title: client.say('bot'),
      text: answer.text,
      buttons: [{ id: 'ok', label: client.say('ok'), kind: 'strong' }],
    });
  } else {
    toast(client, answer.text);
  }
}

async function copy(client, text) {
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  toast(client, text);
}

let fading;

function toast(client, text) {
  const line = client.phone.querySelector('.toast');
  line.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => (line.textContent = ''), TOAST_MS);
}
