import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';

interface Card {
  /** As high as the card, so that nothing jumps. */
  outline: JSX.Element;
  card: () => JSX.Element;
}

/** Cards that appear one after the other, a frame each: a slow phone is never busy for long. */
export function InTurn({ cards }: { cards: readonly Card[] }): JSX.Element {
  const [shown, show] = useState(0);
  useEffect(() => {
    if (shown < cards.length) show(shown + 1);
  }, [shown, cards.length]);
  return (
    <>
      {cards.map(({ outline, card }, order) =>
        order < shown ? card() : <div key={order} class="stack" aria-busy="true">{outline}</div>,
      )}
    </>
  );
}
