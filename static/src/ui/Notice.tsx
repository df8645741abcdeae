import type { JSX } from 'preact';

import { t } from '../words';

/** One sentence about what went wrong, and the way on. */
export function Notice({ text, retry }: { text: string; retry?: (() => void) | undefined }): JSX.Element {
  return (
    <div class="notice" role="alert">
      <p>{text}</p>
      {retry && (
        <button type="button" class="button button-quiet" onClick={retry}>
          {t('app.retry')}
        </button>
      )}
    </div>
  );
}
