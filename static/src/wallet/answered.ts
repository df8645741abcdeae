import type { TonConnectUI } from '@tonconnect/ui';

import type { TonWallet } from '../api/routes';
import { Fault } from '../fault';
import { proven, walletFault } from './answers';

/**
 * Returns what the wallet answers once `ask` has gone out; `null` if the user thinks better of it,
 * here or in the dialog. A `Fault` where the answer is no proof, or `ask` fails.
 */
export async function answered(
  ui: TonConnectUI,
  cancelled: AbortSignal,
  ask: () => Promise<unknown>,
): Promise<TonWallet | null> {
  const undo: (() => void)[] = [];
  const answer = new Promise<TonWallet | null>((resolve, reject: (fault: Fault) => void) => {
    const take: Parameters<typeof ui.onStatusChange>[0] = (wallet) => {
      if (wallet === null) return;
      const found = proven(wallet);
      if (found instanceof Fault) reject(found);
      else resolve(found);
    };
    undo.push(
      ui.onStatusChange(take, (error) => {
        reject(walletFault(error));
      }),
      ui.onModalStateChange(({ status, closeReason }) => {
        if (status === 'closed' && closeReason === 'action-cancelled') resolve(null);
      }),
    );
    cancelled.addEventListener('abort', () => {
      resolve(null);
    });
    ask().catch((thrown: unknown) => {
      reject(thrown instanceof Fault ? thrown : new Fault('wallet_unreachable'));
    });
  });
  return answer.finally(() => {
    for (const each of undo) each();
  });
}
