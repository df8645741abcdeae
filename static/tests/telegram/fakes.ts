import { resetGlobals } from '@tma.js/bridge';
import { afterEach, vi } from 'vitest';

import type { Launch } from '../../src/telegram/launch';
import { type Browser, makeBrowser, Message } from './browser';

interface Told {
  method: string;
  params: unknown;
}

export interface Opened {
  version?: string;
  platform?: string;
  fullscreen?: boolean;
  theme?: Record<string, string>;
  /** The origin of the page around ours; without, Telegram holds the page in a webview. */
  framedBy?: string;
  /** Answers what is told at once, as clients that ask nobody do. */
  answer?: (told: Told, say: (event: string, data?: unknown) => void) => void;
}

/** Telegram around a page, by the protocol that its clients speak. */
export interface Telegram extends Browser {
  /** What the page told. */
  told: Told[];
  /** Parameters told by one method, in order. */
  all: (method: string) => unknown[];
  last: (method: string) => unknown;
  /** Where messages to the frame around were addressed. */
  origins: Set<string>;
  say: (event: string, data?: unknown) => void;
}

afterEach(() => {
  resetGlobals();
  vi.unstubAllGlobals();
});

/** Lets what is told once a turn be told. */
export async function turn(): Promise<void> {
  await new Promise<void>((resolve) => {
    queueMicrotask(resolve);
  });
}

/** Puts a page that has not spoken to Telegram into a browser; import its modules afterwards. */
export function browse({ framedBy, answer }: Opened = {}): Telegram {
  resetGlobals(); // of the bridge, which may still hold another page's window
  vi.resetModules();
  const told: Told[] = [];
  const origins = new Set<string>();
  const hear = (method: string, params: unknown): void => {
    told.push({ method, params });
    answer?.({ method, params }, say);
  };
  const around = {
    location: { origin: framedBy },
    postMessage: (message: string, origin: string) => {
      origins.add(origin);
      const { eventType, eventData } = JSON.parse(message) as Record<string, unknown>;
      hear(String(eventType), eventData);
    },
  };
  const browser = makeBrowser(framedBy === undefined ? undefined : around);
  const source = framedBy === undefined ? browser.window : around;

  function say(event: string, data: unknown = null): void {
    const message = JSON.stringify({ eventType: event, eventData: data });
    browser.window.dispatchEvent(new Message('message', { data: message, source }));
  }

  const all = (method: string): unknown[] =>
    told.filter((each) => each.method === method).map((each) => each.params);
  return { ...browser, told, all, last: (method) => all(method).at(-1), origins, say };
}

/** Opens a page in Telegram; import its modules afterwards. */
export async function openIn(opened: Opened = {}): Promise<Telegram> {
  const telegram = browse(opened);
  if (opened.framedBy === undefined) {
    const postEvent = (method: string, json?: string): void => {
      const params: unknown = json === undefined ? undefined : JSON.parse(json);
      telegram.told.push({ method, params });
      opened.answer?.({ method, params }, telegram.say);
    };
    Object.assign(telegram.window, { TelegramWebviewProxy: { postEvent } });
  }
  const { startClient } = await import('../../src/telegram/client');
  startClient(launch(opened));
  await turn();
  return telegram;
}

function launch({ version = '8.0', platform = 'ios', fullscreen = false, theme = {} }: Opened): Launch {
  return { initData: 'hash=ab', language: 'en', startParam: '', version, platform, fullscreen, theme };
}
