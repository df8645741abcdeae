import { computed, signal } from '@preact/signals';

import * as api from '../api/routes';
import { asFault, type Fault } from '../fault';
import { speak } from '../words';
import { heed } from './heed';
import { renewAll } from './loaded';

/** How the user wants things shown and told; kept on the server. */
export type Preferences = Omit<api.Preferences, 'notifyHour'> & { notifyHour: number };

const chosen = signal<Preferences>({
  language: null,
  currency: 'USD',
  unit: 'sats',
  notify: false,
  notifyHour: 9,
  timeZone: 'UTC',
  maintenanceApart: false,
  rewardAbove: null,
  rewardBelow: null,
});
let telegrams = '';

export const preferences = computed(() => chosen.value);

/** Sets the language that Telegram's user has, spoken unless another was chosen here. */
export function speakAsTelegram(language: string): void {
  telegrams = language;
  void speak(language);
}

/** Puts what the server keeps in place. */
export function prefer(kept: api.Preferences): void {
  put({ ...kept, notifyHour: Number(kept.notifyHour) });
}

/** Shows a change at once and keeps it on the server; when that fails, it is taken back. */
export async function change(wish: Partial<Preferences>): Promise<Fault | null> {
  const before = chosen.value;
  put({ ...before, ...wish });
  try {
    prefer(await api.changePreferences(wish));
    // What is left of an income depends on it, and the server reckons that.
    if (chosen.value.maintenanceApart !== before.maintenanceApart) renewAll();
    return null;
  } catch (thrown) {
    put(before);
    const fault = asFault(thrown);
    return heed(fault) ? null : fault;
  }
}

function put(wanted: Preferences): void {
  const { language } = chosen.value;
  chosen.value = wanted;
  if (wanted.language !== language) void speak(wanted.language ?? telegrams);
}
