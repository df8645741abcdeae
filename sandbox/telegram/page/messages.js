/** One message as it looks in the chat. */
import { formatted } from './formatted.js';
import { made, madeButton } from './made.js';

/** Returns a message's element; `act` is what its links and buttons do. */
export function messageElement(message, talk, act) {
  const mine = !message.from.is_bot;
  const item = made('li', mine ? 'message mine' : 'message');
  item.dataset.id = message.message_id;
  const bubble = made('div', 'bubble');
  if (message.via_bot) bubble.append(made('small', '', `via @${message.via_bot.username}`));
  for (const photo of message.photo ?? []) bubble.append(picture(message, photo, talk));
  if (message.document) bubble.append(attachment(message.document, talk));
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  if (text) {
    const paragraph = made('p');
    paragraph.append(...formatted(text, entities, act));
    bubble.append(paragraph);
  }
  if (message.write_access_allowed) bubble.append(made('p', '', talk.client.say('allowed')));
  bubble.append(when(message, talk.client.options.language));
  item.append(bubble);
  for (const row of message.reply_markup?.inline_keyboard ?? []) {
    const line = made('div', 'row');
    line.append(...row.map((button) => buttonElement(message, button, act)));
    item.append(line);
  }
  return item;
}

function picture(message, photo, talk) {
  const image = made('img');
  image.src = talk.fileAddress(photo);
  image.alt = message.caption ?? talk.client.say('picture');
  image.width = photo.width;
  image.height = photo.height;
  return image;
}

function attachment(file, talk) {
  const link = made('a', 'file', file.file_name);
  link.href = talk.fileAddress(file);
  link.download = file.file_name;
  return link;
}

function when({ date, edit_date }, language) {
  const at = new Date(date * 1000);
  const time = made('time', '', at.toLocaleTimeString(language, { timeStyle: 'short' }));
  time.dateTime = at.toISOString();
  time.title = at.toLocaleString(language);
  if (edit_date) time.dataset.edited = '';
  return time;
}

const KINDS = ['url', 'web_app', 'copy_text', 'switch_inline_query_current_chat'];

function buttonElement(message, button, act) {
  const kind = KINDS.find((name) => name in button) ?? '';
  const element = madeButton(`inline ${kind}`, button.text, () => {
    void act.press(message, button, element);
  });
  return element;
}
