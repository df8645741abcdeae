/** The message field: what is written, commands to choose from, and the bot's inline results. */
import { made, madeButton } from './made.js';

const PAUSE_MS = 300;

/** Has the field and all around it work from now on. */
export function showComposer(client, talk, act) {
  const chat = client.phone.querySelector('.chat');
  const form = chat.querySelector('.composer');
  const field = form.querySelector('.written');
  const offered = chat.querySelector('.offered');
  let listed = null; // What the commands on offer begin with, null while there are none.
  const offer = (items, start = null) => {
    offered.replaceChildren(...items);
    offered.hidden = items.length === 0;
    listed = start;
  };
  const send = (text) => {
    field.value = '';
    offer([]);
    void talk.say(text);
  };
  const commands = (start) => offer(
    (talk.chat?.commands ?? [])
      .filter(({ command }) => `/${command}`.startsWith(start))
      .map(({ command, description }) => choice(`/${command}`, description, send)),
    start,
  );
  let known;
  talk.addEventListener('news', () => {
    const told = JSON.stringify(talk.chat.commands);
    if (listed !== null && told !== known) commands(listed); // In another language, say.
    known = told;
  });
  const results = inline(client, talk, field, offer);

  chat.querySelector('.start').addEventListener('click', () => {
    send(`/start ${client.options.payload}`.trim());
  });
  form.querySelector('.slash').addEventListener('click', () => {
    if (offered.hidden) commands('/');
    else offer([]);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value.trim() !== '') send(field.value);
  });
  const written = () => {
    const query = asked(field.value, talk.chat?.bot);
    results(query);
    if (query !== null) return;
    if (/^\/\w*$/.test(field.value)) commands(field.value);
    else offer([]);
  };
  field.addEventListener('input', written);
  act.write = (text) => {
    field.value = text;
    field.focus();
    written();
  };
  client.addEventListener('changed', () => {
    for (const [name, word] of Object.entries({ '.written': 'message', '.offered': 'choices' })) {
      chat.querySelector(name).ariaLabel = client.say(word);
    }
    field.placeholder = client.say('message');
    form.querySelector('.slash').ariaLabel = client.say('commands');
    form.querySelector('.send').ariaLabel = client.say('send');
  });
}

/** Returns the query of a text that begins with the bot's name, null of any other. */
function asked(text, bot) {
  const name = `@${bot} `;
  return text.startsWith(name) ? text.slice(name.length) : null;
}

/** Returns what shows a query's results, some time after the last key was pressed. */
function inline(client, talk, field, offer) {
  let pausing;
  const show = async (query) => {
    const found = await talk.lookUp(query);
    if (asked(field.value, talk.chat.bot) !== query) return; // Something else by now.
    const results = (found?.results ?? []).map(({ id, title, description }) =>
      choice(title, description, () => {
        field.value = '';
        offer([]);
        void talk.choose(found.question, id);
      }),
    );
    const items = [...above(client, talk, found?.button ?? null, offer), ...results];
    offer(items.length > 0 ? items : [made('li', 'none', client.say('nothing'))]);
  };
  return (query) => {
    clearTimeout(pausing);
    if (query !== null) pausing = setTimeout(() => void show(query), PAUSE_MS);
  };
}

/** Returns the button that the bot wants above its results, if any: to the Mini App or to a chat. */
function above(client, talk, button, offer) {
  if (button === null) return [];
  const pressed = () => {
    offer([]);
    if (button.web_app) void client.launch({ url: button.web_app.url });
    else void talk.say(`/start ${button.start_parameter}`);
  };
  return [choice(button.text, '', pressed)];
}

function choice(title, description, chosen) {
  const item = made('li');
  const button = madeButton('', '', () => chosen(title));
  button.append(made('b', '', title), made('span', '', description));
  item.append(button);
  return item;
}
