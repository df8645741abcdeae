/** What went wrong, by the server's stable words or by ours for what never reached it. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    readonly reason = '',
    /** Seconds to wait before trying again. */
    readonly retryAfter = 0,
  ) {
    super(reason ? `${code}: ${reason}` : code);
  }
}

/** Returns the fault behind anything thrown. */
export function asFault(thrown: unknown): Fault {
  return thrown instanceof Fault ? thrown : new Fault('internal');
}
