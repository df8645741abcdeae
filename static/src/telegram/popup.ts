import { asked } from './asked';
import { cut } from './cut';
import { can, hear } from './gate';

/** A question with two answers. */
export interface Question {
  title: string;
  message: string;
  ok: string;
  cancel: string;
  /** Whether going on destroys something. */
  destructive?: boolean;
}

/** Longest texts that clients accept. */
const TITLE = 64;
const MESSAGE = 256;
const BUTTON = 64;

let count = 0;

/**
 * Asks in a popup of Telegram's own whether to go on; closing it says no.
 * `null`: this client has none, ask in a dialog of the page.
 */
export function askTelegram(question: Question): Promise<boolean> | null {
  if (!can('popup')) return null;
  const { title, message, ok, cancel, destructive = false } = question;
  // An id of its own, lest a popup left open answers for the next one.
  const yes = `ok-${String(++count)}`;
  const popup = {
    title: cut(title, TITLE),
    message: cut(message, MESSAGE),
    buttons: [
      { id: yes, type: destructive ? 'destructive' : 'default', text: cut(ok, BUTTON) } as const,
      { id: '', type: 'default', text: cut(cancel, BUTTON) } as const,
    ],
  };
  return asked('web_app_open_popup', [popup], false, (answer) => [
    hear('popup_closed', ({ button_id: pressed }) => {
      answer(pressed === yes);
    }),
  ]);
}
