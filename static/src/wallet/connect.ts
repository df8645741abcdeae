/** TON Connect. This module and the SDK are one chunk, loaded when someone signs in. */
import { THEME, TonConnect, TonConnectUI } from '@tonconnect/ui';

import type { Attempt, TonWallet } from '../api/routes';
import type { Config } from '../config';
import { Fault } from '../fault';
import { proven, walletFault } from './answers';
import { renewing } from './renewing';

export interface Proving {
  config: Config;
  language: string;
  /** The payload to begin with. */
  first: Attempt;
  /** Gives another when that one runs out while the user is still choosing. */
  renew: () => Promise<Attempt>;
  cancelled: AbortSignal;
}

const DISCONNECT_MS = 3_000;

let made: TonConnectUI | null = null;

/** Lets the user choose a wallet and returns it with its ton_proof; `null` if they think better. */
export async function prove(proving: Proving): Promise<TonWallet | null> {
  const ui = widget(proving.config);
  ui.uiOptions = appearance(proving);
  await release(ui);
  const stopRenewing = renewing(proving.first, proving.renew, (attempt) => {
    ui.setConnectRequestParameters(
      attempt === null
        ? { state: 'loading' }
        : { state: 'ready', value: { tonProof: attempt.payload } },
    );
  });
  try {
    return await answered(ui, proving.cancelled);
  } finally {
    stopRenewing();
    ui.setConnectRequestParameters({ state: 'loading' });
    if (ui.modalState.status === 'opened') ui.closeModal();
  }
}

/** Tells the wallet that it is no longer connected, as far as it can be reached. */
export async function disconnect(config: Config): Promise<void> {
  await release(widget(config));
}

async function answered(ui: TonConnectUI, cancelled: AbortSignal): Promise<TonWallet | null> {
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
    ui.openModal().catch(() => {
      reject(new Fault('wallet_unreachable'));
    });
  });
  return answer.finally(() => {
    for (const each of undo) each();
  });
}

function widget(config: Config): TonConnectUI {
  if (made === null) {
    const connector = new TonConnect({
      manifestUrl: new URL(config.manifestUrl, location.href).href,
      ...(config.walletsListUrl && { walletsListSource: config.walletsListUrl }),
      analytics: { mode: 'off' },
    });
    made = new TonConnectUI({ connector, restoreConnection: false });
    if (config.tonNetwork) made.setConnectionNetwork(config.tonNetwork);
  }
  return made;
}

function appearance({ config, language }: Proving): TonConnectUI['uiOptions'] {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark';
  return {
    language: language === 'ru' ? 'ru' : 'en',
    uiPreferences: { theme: dark ? THEME.DARK : THEME.LIGHT },
    ...(config.botUsername && {
      actionsConfiguration: { twaReturnUrl: `https://t.me/${config.botUsername}` as const },
    }),
  };
}

/** A connection of an earlier visit would stand in the way: only fresh ones carry a proof. */
async function release(ui: TonConnectUI): Promise<void> {
  const enough = new Promise<void>((resolve) => setTimeout(resolve, DISCONNECT_MS));
  await Promise.race([enough, released(ui)]);
}

async function released(ui: TonConnectUI): Promise<void> {
  try {
    if (!ui.connected) await ui.connector.restoreConnection();
    if (ui.connected) await ui.disconnect();
  } catch {
    // The wallet cannot be reached, and forgets the connection when it next looks.
  }
}
