/** How far above and below the screen is near: three quarters of what is seen. */
const AHEAD = '75% 0px';

type Told = (seen: IntersectionObserverEntry) => void;

const told = new WeakMap<Element, Told>();
let watching: IntersectionObserver | undefined;

/** Calls `tell` now, and whenever the element comes near the screen or leaves; returns the end of it. */
export function watchNearness(element: Element, tell: Told): () => void {
  const observer = (watching ??= observing());
  told.set(element, tell);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    told.delete(element);
  };
}

function observing(): IntersectionObserver {
  // In another site's frame, as in Telegram Web, the margin holds for nothing but the document;
  // the webviews too old to take a document are no frames.
  const root = window.parent === window ? null : document;
  return new IntersectionObserver(
    (seen) => {
      for (const each of seen) told.get(each.target)?.(each);
    },
    { root, rootMargin: AHEAD },
  );
}
