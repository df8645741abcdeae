/** The client's own dialogs, inside the phone; whatever is behind one waits. */

/**
 * Asks, and returns the pressed button's `id`; `undefined` if the dialog was only dismissed.
 * `about` is `{title, text, buttons: [{id, label, kind}]}`.
 */
export function ask(phone, about) {
  const dialog = made('dialog', 'popup');
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-label', about.title || about.text);
  if (about.title) dialog.append(made('h2', '', about.title));
  dialog.append(made('p', '', about.text));
  const row = made('div', about.buttons.length > 2 ? 'answers tall' : 'answers');
  dialog.append(row);
  return shown(phone, dialog, (done) => {
    for (const { id, label, kind } of about.buttons) {
      row.append(button(`answer ${kind ?? ''}`, label, () => done(id)));
    }
    return dialog;
  });
}

/** Shows a scanner: the tester types what the code holds, and `read` hears of it. */
export function scan(phone, { text, scan: verb, close, code }, read) {
  const dialog = made('dialog', 'scanner');
  dialog.setAttribute('aria-label', text);
  const field = made('input', 'code');
  field.placeholder = code;
  field.setAttribute('aria-label', code);
  field.autocomplete = 'off';
  return shown(phone, dialog, (done) => {
    const typed = made('form', 'typed');
    typed.append(field, button('answer', verb, undefined, 'submit'));
    typed.addEventListener('submit', (event) => {
      event.preventDefault();
      if (field.value !== '') read(field.value);
    });
    dialog.append(
      button('leave pill', close, () => done()),
      made('p', 'hint', text),
      made('div', 'finder'),
      typed,
    );
    return field;
  });
}

/** Puts away whatever dialog is open, as if it was dismissed. */
export function dismiss(phone) {
  for (const dialog of phone.querySelectorAll('dialog')) dialog.dispatchEvent(new Event('cancel'));
}

/** Whether a dialog is open. */
export function isAsking(phone) {
  return phone.querySelector('dialog') !== null;
}

function shown(phone, dialog, fill) {
  const sheet = phone.querySelector('.sheet');
  const before = document.activeElement;
  return new Promise((resolve) => {
    const done = (answer) => {
      if (!dialog.isConnected) return;
      dialog.remove();
      sheet.inert = isAsking(phone);
      before?.focus?.();
      resolve(answer);
    };
    const focused = fill(done);
    dialog.addEventListener('cancel', () => done());
    dialog.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') done();
    });
    sheet.inert = true;
    dialog.tabIndex = -1;
    phone.append(dialog);
    dialog.show();
    focused.focus();
  });
}

function made(tag, className, text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function button(className, label, pressed, type = 'button') {
  const element = made('button', className, label);
  element.type = type;
  if (pressed) element.addEventListener('click', pressed);
  return element;
}
