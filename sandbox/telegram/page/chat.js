/** The chat with the bot as it looks, drawn anew where something in it changed. */
import { acts } from './acts.js';
import { showComposer } from './composer.js';
import { made } from './made.js';
import { messageElement } from './messages.js';

/** Shows the chat from now on. */
export function showChat(client, talk) {
  const act = acts(client, talk);
  const chat = client.phone.querySelector('.chat');
  showComposer(client, talk, act);
  chat.querySelector('.open').addEventListener('click', () => openApp(client, talk));
  const render = () => {
    chat.inert = client.state !== null && !client.state.background;
    if (talk.chat !== null) draw(client, talk, act);
  };
  let language = client.options.language;
  client.addEventListener('changed', () => {
    if (client.options.language !== language) talk.refresh();
    language = client.options.language;
    render();
  });
  talk.addEventListener('news', render);
  void talk.listen();
}

/** Opens the Mini App by the menu button: the bot's own one, if it has set any. */
function openApp(client, talk) {
  const { web_app } = talk.chat?.menu ?? {};
  void client.launch(web_app ? { url: web_app.url } : { start: client.options.start });
}

function draw(client, talk, act) {
  const chat = client.phone.querySelector('.chat');
  const { messages, menu, description, typing } = talk.chat;
  chat.classList.toggle('fresh', messages.length === 0);
  chat.querySelector('.about').textContent = description || client.say('greeting');
  chat.querySelector('.open').textContent = menu.text || client.say('openApp');
  drawMessages(chat.querySelector('.messages'), messages, talk, act);
  showTyping(client, chat.querySelector('.title span'), typing);
}

/** Leaves what has not changed as it is, so that nothing flickers or loses the focus. */
function drawMessages(list, messages, talk, act) {
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const items = messages.map((message) => {
    const drawn = JSON.stringify([message, talk.client.options.language]);
    const item = known.get(String(message.message_id));
    if (item?.drawn === drawn) return item;
    return Object.assign(messageElement(message, talk, act), { drawn });
  });
  const wanted = new Set(items);
  for (const item of [...list.children]) if (!wanted.has(item)) item.remove();
  items.forEach((item, at) => {
    if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
  });
  if (atEnd) scrollToEnd(list);
}

function scrollToEnd(list) {
  list.scrollTop = list.scrollHeight;
  for (const image of list.querySelectorAll('li:last-child img')) {
    image.addEventListener('load', () => (list.scrollTop = list.scrollHeight), { once: true });
  }
}

let resting;

function showTyping(client, line, seconds) {
  clearTimeout(resting);
  const rest = () => line.replaceChildren(client.say('bot'));
  if (seconds <= 0) rest();
  else {
    line.replaceChildren(made('i', 'typing', client.say('typing')));
    resting = setTimeout(rest, seconds * 1000);
  }
}
