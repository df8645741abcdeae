import { computed, signal } from '@preact/signals';

import * as api from '../api/routes';
import { asFault, type Fault } from '../fault';
import { speak } from '../words';
import { heed } from './heed';
import { renewAll } from './loaded';

/** How the user wants things shown and told; kept on the server. */
export type Preferences = Omit<api.Preferences, 'notifyHour'> & { notifyHour: number };

/** What the server answers for someone who has chosen nothing. */
const UNCHOSEN: Preferences = {
  language: null,
  currency: 'USD',
  unit: 'sats',
  notify: false,
  notifyHour: 9,
  timeZone: 'UTC',
  maintenanceApart: false,
  rewardAbove: null,
  rewardBelow: null,
};
const chosen = signal(UNCHOSEN);
/** As the server keeps them, while `chosen` is ahead of its answers. */
let kept = UNCHOSEN;
/** The change asked for last; each is asked for after the one before it. */
let latest: Promise<unknown> = Promise.resolve();
let telegrams = '';

export const preferences = computed(() => chosen.value);

/** Sets the language that Telegram's user has, spoken unless another was chosen here. */
export function speakAsTelegram(language: string): void {
  telegrams = language;
  void speak(language);
}

/** Puts what the server keeps in place. */
export function prefer(given: api.Preferences): void {
  kept = read(given);
  put(kept);
}

/** Goes back to what holds for someone of whom the server keeps nothing. */
export function forgetPreferences(): void {
  kept = UNCHOSEN;
  put(kept);
}

/** Shows a change at once and keeps it on the server; when that fails, it is taken back. */
export async function change(wish: Partial<Preferences>): Promise<Fault | null> {
  put({ ...chosen.value, ...wish });
  const asked = latest.then(() => api.changePreferences(wish));
  const mine = (latest = asked.catch(() => undefined));
  let fault: Fault | null = null;
  try {
    kept = read(await asked);
  } catch (thrown) {
    fault = asFault(thrown);
  }
  // Further changes are shown until they are answered, too.
  if (mine === latest) put(kept);
  // What is left of an income depends on it, and the server reckons that.
  if (fault === null && wish.maintenanceApart !== undefined) renewAll();
  return fault === null || heed(fault) ? null : fault;
}

function read(given: api.Preferences): Preferences {
  return { ...given, notifyHour: Number(given.notifyHour) };
}

function put(wanted: Preferences): void {
  const { language } = chosen.value;
  chosen.value = wanted;
  if (wanted.language !== language) void speak(wanted.language ?? telegrams);
}
