/** What the tester chooses: by the address's query, or by the controls beside the phone. */

export const CHOICES = {
  app: ['closed', 'open'],
  version: ['6.0', '6.1', '6.2', '6.4', '6.7', '6.9', '6.10', '7.2', '7.7', '7.10', '8.0', '9.0'],
  platform: ['weba', 'web', 'tdesktop', 'macos', 'ios', 'android'],
  language: ['en', 'ru', 'es', 'de', 'tr', 'pt-BR', 'zh-CN'],
  theme: ['system', 'light', 'dark'],
  fullscreen: ['yes', 'no', 'launch'],
  home: ['missed', 'added', 'unknown', 'unsupported'],
  wallet: ['inside', 'list'],
};

const DEFAULTS = {
  app: 'closed',
  version: '9.0',
  platform: 'android',
  language: 'en',
  theme: 'system',
  start: '',
  payload: '',
  fullscreen: 'yes',
  home: 'missed',
  wallet: 'inside',
  clipboard: '',
};

/** Those that a running Mini App cannot learn of: it is opened anew. */
const AT_LAUNCH = new Set(['version', 'platform', 'language', 'start', 'wallet']);

/** Returns the options of an address; what is no choice is an error, or tests would test nothing. */
export function readOptions(query) {
  const options = { ...DEFAULTS };
  for (const [name, value] of new URLSearchParams(query)) {
    options[name] = checked(name, value);
  }
  return options;
}

/** Returns the address's query for the options: what is no default. */
export function asQuery(options) {
  const told = Object.entries(options).filter(([name, value]) => value !== DEFAULTS[name]);
  return told.length === 0 ? '' : `?${new URLSearchParams(told)}`;
}

/** Returns the options with some changed, and whether the Mini App has to be opened anew. */
export function changed(options, some) {
  const next = { ...options };
  for (const [name, value] of Object.entries(some)) next[name] = checked(name, value);
  const anew = [...AT_LAUNCH].some((name) => next[name] !== options[name]);
  return { next, anew };
}

function checked(name, value) {
  if (!(name in DEFAULTS)) throw new Error(`no option is called ${name}`);
  const choices = CHOICES[name];
  if (choices !== undefined && !choices.includes(value)) {
    throw new Error(`${name} should be one of ${choices.join(', ')}`);
  }
  return value;
}
