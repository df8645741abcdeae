/** The phone as it looks: whatever the client's state says, and nothing of its own. */
import { contentInsets, hasActions, safeInsets, viewport } from './insets.js';
import { leave } from './questions.js';

const FELT_MS = 1500;

/** Shows the client's phone from now on, and answers who presses its buttons. */
export function showPhone(client) {
  const { phone } = client;
  press(client, phone);
  client.addEventListener('changed', () => render(client));
  watchInsets(client);
  watchSize(client);
  const haptic = phone.querySelector('.haptic');
  let fading;
  client.addEventListener('felt', ({ detail }) => {
    haptic.textContent = detail;
    clearTimeout(fading);
    fading = setTimeout(() => (haptic.textContent = ''), FELT_MS);
  });
}

function press(client, phone) {
  const pressed = (selector, answer) => {
    phone.querySelector(selector).addEventListener('click', answer);
  };
  const menu = (hidden) => {
    phone.querySelector('.menu').hidden = hidden;
    phone.querySelector('.more').ariaExpanded = String(!hidden);
  };
  pressed('.main', () => client.tell('main_button_pressed'));
  pressed('.secondary', () => client.tell('secondary_button_pressed'));
  pressed('.sheet .leave', () => {
    if (client.state.back) client.tell('back_button_pressed');
    else void leave(client);
  });
  pressed('.more', () => menu(!phone.querySelector('.menu').hidden));
  pressed('.settings', () => client.tell('settings_button_pressed'));
  pressed('.reload', () => client.reload());
  pressed('.shut', () => void leave(client));
  pressed('.shelf', () => client.putAway(false));
  document.addEventListener('click', ({ target }) => {
    if (!target.closest('.more')) menu(true);
  });
  addEventListener('blur', () => menu(true)); // a press inside the frame
}

function render(client) {
  const { phone, state } = client;
  document.documentElement.dataset.theme = client.theme;
  document.documentElement.lang = client.options.language;
  if (client.launched === undefined) return;
  wear(document.documentElement, client.launched.looks[client.theme]);
  for (const part of document.querySelectorAll('[data-name]')) {
    part.textContent = client.launched.name;
  }
  for (const part of phone.querySelectorAll('[data-word]')) {
    part.textContent = client.say(part.dataset.word);
  }
  phone.querySelector('.more').ariaLabel = client.say('more');
  phone.classList.toggle('open', state !== null);
  phone.classList.toggle('away', state?.background ?? false);
  if (state !== null) renderSheet(client);
}

function renderSheet(client) {
  const { phone, state } = client;
  const colours = client.launched.looks[client.theme];
  const sheet = phone.querySelector('.sheet');
  phone.classList.toggle('full', state.fullscreen);
  sheet.classList.toggle('ready', state.ready);
  sheet.classList.toggle('acting', hasActions(state));
  sheet.classList.toggle('clear', !client.is('8.0'));
  const header = colours[state.header] ?? state.header;
  sheet.style.setProperty('--header', header);
  sheet.style.setProperty('--on-header', on(header));
  phone.style.setProperty('--on-status', state.fullscreen ? colours.text_color : on(header));
  sheet.style.setProperty('--backdrop', state.backdrop ?? colours.bg_color);
  const bottom = state.bottomBar ?? colours.bottom_bar_bg_color;
  sheet.style.setProperty('--bottom', bottom);
  phone.style.setProperty('--on-bottom', on(hasActions(state) ? bottom : colours.bg_color));

  const leaving = phone.querySelector('.sheet .leave');
  leaving.textContent = client.say(state.back ? 'back' : 'close');
  leaving.classList.toggle('back', state.back);
  phone.querySelector('.settings').hidden = !state.settings;

  sheet.dataset.position = state.secondary.position;
  renderButton(phone.querySelector('.main'), state.main, {
    color: colours.button_color,
    text_color: colours.button_text_color,
  });
  renderButton(phone.querySelector('.secondary'), state.secondary, {
    color: bottom,
    text_color: colours.button_color,
  });
}

function renderButton(button, given, colours) {
  const { is_visible, is_active, is_progress_visible, has_shine_effect, text, color, text_color } = {
    ...colours,
    ...given,
  };
  button.hidden = !is_visible || text.trim() === '';
  button.disabled = !is_active;
  button.textContent = text;
  button.classList.toggle('busy', is_progress_visible);
  button.classList.toggle('shining', has_shine_effect ?? false);
  button.ariaBusy = String(is_progress_visible);
  button.style.setProperty('--face', color);
  button.style.setProperty('--ink', text_color);
}

function wear(element, colours) {
  for (const [name, colour] of Object.entries(colours)) {
    element.style.setProperty(`--${name.replaceAll('_', '-')}`, colour);
  }
}

/** Returns what can be read on a colour. */
function on(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 < 140 ? '#ffffff' : '#000000';
}

/** Tells the Mini App of every later change of what is covered. */
function watchInsets(client) {
  const watched = { safe_area_changed: safeInsets, content_safe_area_changed: contentInsets };
  let known = null;
  client.addEventListener('changed', () => {
    if (client.state === null || !client.is('8.0')) {
      known = null;
      return;
    }
    const before = known;
    known = {};
    for (const [eventType, insets] of Object.entries(watched)) {
      known[eventType] = JSON.stringify(insets(client));
      if (before !== null && before[eventType] !== known[eventType]) {
        client.tell(eventType, insets(client));
      }
    }
  });
}

/** Tells the Mini App of every later change of its view's size. */
function watchSize(client) {
  let watched = null;
  const observer = new ResizeObserver(() => {
    if (client.frame !== watched || watched === null) return;
    const { clientWidth, clientHeight } = watched;
    const size = `${clientWidth}×${clientHeight}`;
    if (watched.dataset.size && watched.dataset.size !== size) {
      client.tell('viewport_changed', viewport(client));
    }
    watched.dataset.size = size;
  });
  client.addEventListener('changed', () => {
    if (client.frame === watched) return;
    observer.disconnect();
    watched = client.frame;
    if (watched !== null) observer.observe(watched);
  });
}
