import { vi } from 'vitest';

/** As much of a browser's page as Telegram's side of ours touches. */
export interface Browser {
  window: EventTarget;
  document: EventTarget & { visibilityState: string };
  location: { href: string; origin: string };
  /** CSS variables on the root. */
  style: Map<string, string>;
  scheme: () => string;
  /** What `window.open` was given. */
  opened: unknown[][];
  /** Anchors that were clicked. */
  links: { href: string; download: string }[];
}

/** Node's own takes no window for a source. */
export class Message extends Event {
  readonly data: unknown;
  readonly source: unknown;

  constructor(type: string, { data, source }: { data: unknown; source: unknown }) {
    super(type);
    this.data = data;
    this.source = source;
  }
}

/** Puts a page into an empty browser; `around`: the window that frames it. */
export function makeBrowser(around?: object): Browser {
  const style = new Map<string, string>();
  const root = {
    colorScheme: '',
    setProperty: (name: string, value: string) => style.set(name, value),
    removeProperty: (name: string) => style.delete(name),
  };
  const [opened, links]: [unknown[][], Browser['links']] = [[], []];
  const document = Object.assign(new EventTarget(), {
    visibilityState: 'visible',
    documentElement: { style: root },
    createElement: () => {
      const link = { href: '', download: '', click: () => links.push(link) };
      return link;
    },
  });
  const size = { innerWidth: 360, innerHeight: 740 };
  const window = Object.assign(new EventTarget(), size, {
    open: (...given: unknown[]) => opened.push(given),
  });
  const parent = around ?? window;
  Object.assign(window, { self: window, top: parent, parent });
  const location = { href: 'https://mini.example/', origin: 'https://mini.example' };
  for (const [name, value] of Object.entries({ window, document, location, MessageEvent: Message })) {
    vi.stubGlobal(name, value);
  }
  return { window, document, location, style, scheme: () => root.colorScheme, opened, links };
}
