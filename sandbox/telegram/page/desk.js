/** What stands beside the phone on a wide screen: the tester's controls, and what was said. */
import { CHOICES } from './options.js';

const MOST_SHOWN = 50;
const MOST_CHARACTERS = 140;

const LABELS = {
  theme: 'Theme',
  version: 'Version',
  platform: 'Platform',
  language: 'Language',
  start: 'Start parameter',
  payload: 'Bot start parameter',
  fullscreen: 'Fullscreen',
  home: 'Home screen',
  wallet: 'Wallet',
  clipboard: 'Clipboard',
};
const NAMES = {
  fullscreen: { yes: 'possible', no: 'not possible', launch: 'from the start' },
  home: { missed: 'not there yet', added: 'already there', unknown: 'cannot tell' },
  wallet: { inside: 'in the page', list: 'in a list' },
};
const FREE = {
  start: { pattern: '[A-Za-z0-9_\\-]{0,512}', placeholder: 'wallet', title: 'A-Z a-z 0-9 _ -' },
  payload: { pattern: '[A-Za-z0-9_\\-]{0,64}', placeholder: 'friend', title: 'A-Z a-z 0-9 _ -' },
  clipboard: { placeholder: 'nothing to tell' },
};

/** Fills the form with a control for each option, and keeps them as the options are. */
export function showControls(client, form) {
  for (const [name, label] of Object.entries(LABELS)) {
    const row = made('label', name === 'theme' ? 'control theme' : 'control');
    const field = name in FREE ? free(name) : choice(name);
    row.append(made('span', '', label), field);
    form.append(row);
  }
  const away = made('button', 'away-button');
  away.type = 'button';
  form.append(away, clock(client), blocking(client.talk));

  form.addEventListener('change', ({ target }) => {
    if (target.reportValidity()) void client.set({ [target.name]: target.value });
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  away.addEventListener('click', () => client.putAway(!client.state.background));
  const render = () => {
    for (const name of Object.keys(LABELS)) form.elements[name].value = client.options[name];
    away.disabled = client.state === null;
    away.textContent = client.state?.background ? 'Bring back' : 'Put into background';
  };
  client.addEventListener('changed', render);
  render();
}

/** Returns what moves the sandbox on to the next morning, when rewards are told. */
function clock(client) {
  const button = made('button', 'away-button', 'Next morning');
  button.type = 'button';
  const show = async (method) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/sandbox/clock', { method, headers });
    if (!answer.ok) return;
    const now = new Date((await answer.json()).now);
    button.title = `It is ${now.toUTCString()}`;
    button.dataset.now = now.toISOString();
  };
  button.addEventListener('click', () => void show('POST').then(() => client.renew()));
  void show('GET');
  return button;
}

/** Returns what blocks the bot, or lets it speak again. */
function blocking(talk) {
  const button = made('button', 'away-button');
  button.type = 'button';
  const render = () => (button.textContent = talk.chat?.blocked ? 'Unblock bot' : 'Block bot');
  button.addEventListener('click', () => void talk.block(!talk.chat?.blocked));
  talk.addEventListener('news', render);
  render();
  return button;
}

/** Shows the last of what the two said, newest first. */
export function showJournal(client, list) {
  let drawing = 0;
  const render = () => {
    list.replaceChildren(...client.journal.slice(-MOST_SHOWN).reverse().map(line));
  };
  client.addEventListener('said', () => {
    cancelAnimationFrame(drawing); // many at once are drawn once
    drawing = requestAnimationFrame(render);
  });
}

function line({ to, eventType, eventData, verdict, why }) {
  const item = made('li', `${verdict} to-${to}`);
  item.append(made('b', '', eventType));
  const said = [
    verdict === 'heard' || verdict === 'said' ? '' : verdict,
    why ?? '',
    eventData === undefined ? '' : JSON.stringify(eventData),
  ].filter(Boolean);
  if (said.length > 0) item.append(made('span', '', cut(said.join(' · '))));
  return item;
}

function cut(text) {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function choice(name) {
  const select = made('select');
  select.name = name;
  for (const value of CHOICES[name]) select.append(new Option(nameOf(name, value), value));
  return select;
}

function nameOf(name, value) {
  if (name === 'language') return new Intl.DisplayNames(value, { type: 'language' }).of(value);
  return NAMES[name]?.[value] ?? value;
}

function free(name) {
  return Object.assign(made('input'), { name, autocomplete: 'off', ...FREE[name] });
}

function made(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
