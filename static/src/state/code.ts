import { isReachable } from '../api/http';

/**
 * Loads the page anew, if it can be had, after a part of its code could not be fetched twice.
 *
 * Many engines never ask again for a module that was missed once (whatwg/html#6768), and after a
 * deployment it is no longer where it was.
 */
export async function startOver(): Promise<void> {
  if (await isReachable()) location.reload();
}
