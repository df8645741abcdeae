import type { JSX, RefObject } from 'preact';

import { words } from '../words';

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  forget: () => void;
}

/** Asks once more before everything kept about the user is deleted. */
export function ForgetDialog({ dialog, forget }: Props): JSX.Element {
  const { wallet: said, cancel } = words.value;
  const close = (): void => {
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="forget-title">
      <h2 id="forget-title">{said.forgetTitle}</h2>
      <p>{said.forgetText}</p>
      <div class="ways-out">
        <button type="button" class="button button-quiet" onClick={close}>
          {cancel}
        </button>
        <button
          type="button"
          class="button button-danger"
          onClick={() => {
            close();
            forget();
          }}
        >
          {said.forgetButton}
        </button>
      </div>
    </dialog>
  );
}
