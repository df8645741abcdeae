/** Returns an element with a class and a text. */
export function made(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/** Returns a button that does something. */
export function madeButton(className, text, pressed) {
  const button = made('button', className, text);
  button.type = 'button';
  button.addEventListener('click', pressed);
  return button;
}
