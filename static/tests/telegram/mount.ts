import { type ComponentChild, h, render } from 'preact';

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

