import { afterEach, expect, test, vi } from 'vitest';

import type { Question } from '../../src/telegram/popup';
import { openIn, type Telegram } from './fakes';

const QUESTION = { title: 'Delete?', message: 'All of it.', ok: 'Delete', cancel: 'Keep' };

afterEach(() => {
  vi.useRealTimers();
});

interface Popup {
  title: string;
  message: string;
  buttons: [ok: { id: string; text: string }, cancel: { id: string; text: string }];
}

function shown(telegram: Telegram): Popup {
  return telegram.last('web_app_open_popup') as Popup;
}

/** Asks; the answer is boxed, for else waiting for the box would wait for it. */
async function ask(question: Question = QUESTION): Promise<{ answer: Promise<boolean> | null }> {
  const { askTelegram } = await import('../../src/telegram/popup');
  return { answer: askTelegram(question) };
}

test('an older client leaves the question to the page', async () => {
  await openIn({ version: '6.1' });

  expect((await ask()).answer).toBeNull();
});

test('the popup has the texts, and a dangerous button where something is destroyed', async () => {
  const telegram = await openIn({ version: '6.2' });

  await ask({ ...QUESTION, destructive: true });

  expect(shown(telegram)).toMatchObject({
    title: 'Delete?',
    message: 'All of it.',
    buttons: [{ type: 'destructive', text: 'Delete' }, { type: 'default', text: 'Keep' }],
  });
});

test('texts are cut to what clients accept', async () => {
  const telegram = await openIn();
  const long = 'word '.repeat(100);

  await ask({ title: long, message: long, ok: long, cancel: long });

  const { title, message, buttons } = shown(telegram);
  const lengths = [title, message, ...buttons.map(({ text }) => text)].map(({ length }) => length);
  expect(lengths).toEqual([60, 255, 60, 60]);
});

test.each<[string, (popup: Popup) => unknown, boolean]>([
  ['going on', (popup) => ({ button_id: popup.buttons[0].id }), true],
  ['the other button', (popup) => ({ button_id: popup.buttons[1].id }), false],
  ['closing it', () => ({}), false],
  ['closing it, of clients that send nothing', () => null, false],
  ['another popup’s button', () => ({ button_id: 'ok-0' }), false],
])('%s answers', async (_, event, answer) => {
  const telegram = await openIn();
  const asked = await ask();

  telegram.say('popup_closed', event(shown(telegram)));

  expect(await asked.answer).toBe(answer);
});

test('a question asked anew is not answered by the popup before it', async () => {
  const telegram = await openIn();
  const first = await ask();
  const before = shown(telegram).buttons[0].id;
  const second = await ask();
  expect(await first.answer).toBe(false);

  telegram.say('popup_closed', { button_id: before });

  expect(await second.answer).toBe(false);
});

test('a client that never answers is not waited for when the page goes away', async () => {
  const telegram = await openIn();
  const asked = await ask();

  telegram.window.dispatchEvent(new Event('pagehide'));

  expect(await asked.answer).toBe(false);
});

test('nor when the page is used again, but the touch that asked is no such use', async () => {
  const telegram = await openIn();
  vi.useFakeTimers({ toFake: ['Date'] });
  const asked = await ask();
  const settled = vi.fn();
  void asked.answer?.then(settled);

  vi.advanceTimersByTime(900);
  telegram.window.dispatchEvent(new Event('pointerdown'));
  await Promise.resolve();
  expect(settled).not.toHaveBeenCalled();

  vi.advanceTimersByTime(200);
  telegram.window.dispatchEvent(new Event('pointerdown'));

  expect(await asked.answer).toBe(false);
});
