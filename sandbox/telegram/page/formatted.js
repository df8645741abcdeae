/** A message's text as it looks: elements made one by one, so that no text is ever markup. */
import { made } from './made.js';

const TAGS = {
  bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote', spoiler: 'span',
};
const COMMAND = /(?<=^|\s)(\/[a-z0-9_]{1,32})(?![\w/])/;

/**
 * Returns the nodes of a text; entities' offsets are UTF-16's, as strings' are here.
 *
 * `act` is what a press does: `act.follow(url)` and `act.say(command)`.
 */
export function formatted(text, entities, act) {
  const left = entities.filter(({ type }) => type in TAGS || type === 'text_link');
  return between(text, left, 0, text.length, act);
}

function between(text, left, from, to, act) {
  const nodes = [];
  let at = from;
  while (left.length > 0 && left[0].offset < to) {
    const entity = left.shift();
    const end = entity.offset + entity.length;
    nodes.push(...plain(text.slice(at, entity.offset), act));
    const element = elementFor(entity, act);
    element.append(...between(text, left, entity.offset, end, act));
    nodes.push(element);
    at = end;
  }
  nodes.push(...plain(text.slice(at, to), act));
  return nodes;
}

function elementFor({ type, url }, act) {
  if (type === 'text_link') return link(url, '', () => act.follow(url));
  const element = made(TAGS[type], type === 'spoiler' ? 'spoiler' : '');
  if (type === 'spoiler') element.addEventListener('click', () => element.classList.add('seen'));
  return element;
}

/** Returns a text's nodes, its commands to be pressed. */
function plain(text, act) {
  return text.split(COMMAND).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    return link('#', part, () => act.say(part));
  });
}

function link(url, text, pressed) {
  const element = made('a', '', text);
  element.href = url;
  element.addEventListener('click', (event) => {
    event.preventDefault();
    pressed();
  });
  return element;
}
