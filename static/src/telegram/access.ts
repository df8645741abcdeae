import { asked } from './asked';
import { can, hear } from './gate';

/** Asks for leave to write to the user, who may have given it before; `null`: it cannot ask. */
export async function requestWriteAccess(): Promise<boolean | null> {
  if (!can('writeAccess')) return null;
  return asked('web_app_request_write_access', [], false, (answer) => [
    hear('write_access_requested', (event: { status?: unknown } | null) => {
      answer(event?.status === 'allowed');
    }),
  ]);
}
