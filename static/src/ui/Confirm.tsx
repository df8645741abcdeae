import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';

import { useBackButton } from '../telegram/buttons';
import { askTelegram, type Question } from '../telegram/popup';

interface Asked extends Question {
  answer: (yes: boolean) => void;
}

const asked = signal<Asked | null>(null);

/** Asks before something that cannot be undone: in Telegram's popup, or in the page's own dialog. */
export function confirm(question: Question): Promise<boolean> {
  return askTelegram(question) ?? askHere(question);
}

function askHere(question: Question): Promise<boolean> {
  asked.value?.answer(false);
  return new Promise((resolve) => {
    asked.value = { ...question, answer: resolve };
  });
}

/** The page's own dialog, for clients that have no popup. */
export function Confirm(): JSX.Element | null {
  const now = asked.value;
  return now === null ? null : <Dialog now={now} />;
}

function Dialog({ now }: { now: Asked }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  // Telegram's is outside the page, which would else leave the screen under the dialog.
  useBackButton(() => {
    answer(false);
  });

  function answer(yes: boolean): void {
    // Only a dialog that is closed, rather than taken away, gives back the focus.
    dialog.current?.close();
    asked.value = null;
    now.answer(yes);
  }

  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="confirm-title"
      onCancel={() => {
        answer(false);
      }}
    >
      <h2 id="confirm-title">{now.title}</h2>
      <p class="message">{now.message}</p>
      <div class="ways-out">
        <button type="button" class="button button-quiet" onClick={() => { answer(false); }}>
          {now.cancel}
        </button>
        <button
          type="button"
          class={now.destructive ? 'button button-danger' : 'button'}
          onClick={() => { answer(true); }}
        >
          {now.ok}
        </button>
      </div>
    </dialog>
  );
}
