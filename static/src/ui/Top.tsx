import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';

import { useBackButton } from '../telegram/buttons';
import { back, canGoBack, hasMoved } from '../state/route';
import { t } from '../words';
import { Icon } from './Icon';

/** A screen's title, and the way back where Telegram shows none of its own. */
export function Top({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element {
  const deeper = canGoBack.value;
  const telegramShowsIt = useBackButton(deeper ? back : null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever cannot see the screen change hears its title.
    if (hasMoved()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header class="top">
      {deeper && !telegramShowsIt && (
        <button type="button" class="icon-button" aria-label={t('app.back')} onClick={back}>
          <Icon name="back" />
        </button>
      )}
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      {children}
    </header>
  );
}
