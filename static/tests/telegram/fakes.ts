import { resetGlobals } from '@tma.js/bridge';
import { type ComponentChild, h, render } from 'preact';
import { afterEach, vi } from 'vitest';

import type { Launch } from '../../src/telegram/launch';

/** What a page told Telegram. */
export interface Told {
  method: string;
  params: unknown;
}

export interface Opened {
  version?: string;
  fullscreen?: boolean;
  theme?: Record<string, string>;
  /** The origin of the page around ours; without, Telegram holds the page in a webview. */
  framedBy?: string;
  /** Answers what is told at once, as clients that ask nobody do. */
  answer?: (told: Told, say: (event: string, data?: unknown) => void) => void;
}

const OURS = 'https://mini.example';

/** Telegram around a page, by the protocol that its clients speak. */
export interface Telegram {
  told: Told[];
  /** Parameters told by one method, in order. */
  all: (method: string) => unknown[];
  last: (method: string) => unknown;
  /** Where messages to the frame around were addressed. */
  origins: Set<string>;
  say: (event: string, data?: unknown) => void;
  window: EventTarget & { open: (...given: unknown[]) => void };
  opened: unknown[][];
  document: EventTarget & { visibilityState: string };
  style: Map<string, string>;
  scheme: () => string;
  links: { href: string; download: string }[];
  location: { href: string };
}

/** Node's own takes no window for a source. */
class Message extends Event {
  readonly data: unknown;
  readonly source: unknown;

  constructor(type: string, { data, source }: { data: unknown; source: unknown }) {
    super(type);
    this.data = data;
    this.source = source;
  }
}

afterEach(() => {
  resetGlobals();
  vi.unstubAllGlobals();
});

/** Lets what is told once a turn be told. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => {
    queueMicrotask(() => {
      resolve(undefined);
    });
  });
}

/** Puts a page into a browser that nobody listens to. */
export function browse({ framedBy, answer }: Opened = {}): Telegram {
  resetGlobals(); // of the bridge, which may still hold another page's window
  const [told, opened, links]: [Told[], unknown[][], Telegram['links']] = [[], [], []];
  const [origins, style] = [new Set<string>(), new Map<string, string>()];
  const location = { href: `${OURS}/`, origin: OURS };
  const document = Object.assign(new EventTarget(), {
    visibilityState: 'visible',
    documentElement: {
      style: {
        colorScheme: '',
        setProperty: (name: string, value: string) => style.set(name, value),
        removeProperty: (name: string) => style.delete(name),
      },
    },
    createElement: () => {
      const link = { href: '', download: '', click: () => links.push(link) };
      return link;
    },
  });
  const window = Object.assign(new EventTarget(), {
    innerWidth: 360,
    innerHeight: 740,
    open: (...given: unknown[]) => opened.push(given),
  });
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
  const parent = framedBy === undefined ? window : around;
  Object.assign(window, { self: window, top: parent, parent });

  function say(event: string, data: unknown = null): void {
    const message = JSON.stringify({ eventType: event, eventData: data });
    window.dispatchEvent(new Message('message', { data: message, source: parent }));
  }

  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  vi.stubGlobal('location', location);
  vi.stubGlobal('MessageEvent', Message);
  const all = (method: string): unknown[] =>
    told.filter((each) => each.method === method).map((each) => each.params);
  return {
    told,
    all,
    last: (method) => all(method).at(-1),
    origins,
    say,
    window,
    opened,
    document,
    style,
    scheme: () => document.documentElement.style.colorScheme,
    links,
    location,
  };
}

/** Opens a page in Telegram; its modules have to be imported afterwards. */
export async function openIn(opened: Opened = {}): Promise<Telegram> {
  const telegram = browse(opened);
  if (opened.framedBy === undefined) {
    const post = (method: string, params?: string): void => {
      const read: unknown = params === undefined ? undefined : JSON.parse(params);
      telegram.told.push({ method, params: read });
      opened.answer?.({ method, params: read }, telegram.say);
    };
    Object.assign(telegram.window, { TelegramWebviewProxy: { postEvent: post } });
  }
  vi.resetModules();
  const { startClient } = await import('../../src/telegram/client');
  startClient(launch(opened));
  await turn();
  return telegram;
}

export function launch({ version = '8.0', fullscreen = false, theme = {} }: Opened = {}): Launch {
  const plain = { initData: 'hash=ab', language: 'en', platform: 'ios', startParam: '' };
  return { ...plain, version, fullscreen, theme };
}

/** Mounts a component that only uses hooks; returns what renders it anew, and what unmounts it. */
export function mount<P extends object>(
  use: (props: P) => void,
  props: P,
): { again: (props: P) => void; end: () => void } {
  const root = { nodeType: 1, childNodes: [], firstChild: null, namespaceURI: '' };
  const put = (child: ComponentChild): void => {
    render(child, root as unknown as Element);
  };
  function Using(given: P): null {
    use(given);
    return null;
  }
  put(h(Using, props));
  return {
    again: (next) => {
      put(h(Using, next));
    },
    end: () => {
      put(null);
    },
  };
}

