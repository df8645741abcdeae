import { UserRejectsError, WalletWrongNetworkError, type Wallet } from '@tonconnect/ui';

import type { TonWallet } from '../api/routes';
import { Fault } from '../fault';

/** Returns the wallet as the server takes it; a wallet may connect without being able to sign. */
export function proven({ account, connectItems, device, provider }: Wallet): TonWallet | Fault {
  const tonProof = connectItems?.tonProof;
  if (tonProof === undefined || !('proof' in tonProof)) return new Fault('wallet_cannot_sign');
  return {
    device,
    account: {
      address: account.address,
      chain: account.chain,
      walletStateInit: account.walletStateInit,
      publicKey: account.publicKey ?? '',
    },
    provider,
    connectItems: { tonProof },
  };
}

/** Returns the fault behind what the SDK reports. */
export function walletFault(error: unknown): Fault {
  if (error instanceof UserRejectsError) return new Fault('wallet_declined');
  if (error instanceof WalletWrongNetworkError) return new Fault('wallet_wrong_network');
  return new Fault('wallet_unreachable');
}
