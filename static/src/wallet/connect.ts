/** TON Connect. This module and the SDK are one chunk, loaded when someone signs in. */
import { THEME, TonConnect, TonConnectUI, type ActionConfiguration } from '@tonconnect/ui';

import type { Attempt, TonWallet } from '../api/routes';
import type { Config } from '../config';
import { Fault } from '../fault';
import { isDarkNow } from '../telegram/theme';
import { answered } from './answered';
import { renewing } from './renewing';
import { connection, forgetAsked, pageStorage } from './unfinished';

export interface Proving {
  config: Config;
  language: string;
  /** The payload to begin with. */
  first: Attempt;
  /** Gives another when that one runs out while the user is still choosing. */
  renew: () => Promise<Attempt>;
  cancelled: AbortSignal;
}

export interface Resuming {
  config: Config;
  /** How long an answer is worth waiting for, in milliseconds. */
  wait: number;
  cancelled: AbortSignal;
}

const DISCONNECT_MS = 3_000;
/** Telegram, wherever it was: all that can be said where the operator has not named the bot. */
const TELEGRAM = 'tg://resolve';

let made: TonConnectUI | null = null;

/** Lets the user choose a wallet and returns it with its ton_proof; `null` if they think better. */
export async function prove(proving: Proving): Promise<TonWallet | null> {
  const ui = widget(proving.config);
  ui.uiOptions = appearance(proving);
  const stopRenewing = renewing(proving.first, proving.renew, (attempt) => {
    ui.setConnectRequestParameters(
      attempt === null
        ? { state: 'loading' }
        : { state: 'ready', value: { tonProof: attempt.payload } },
    );
  });
  try {
    return await answered(ui, proving.cancelled, () => ui.openModal());
  } finally {
    stopRenewing();
    ui.setConnectRequestParameters({ state: 'loading' });
    if (ui.modalState.status === 'opened') ui.closeModal();
    if (forgetAsked(pageStorage())) await stopWaiting(ui);
  }
}

/** Waits on for the wallet that an earlier page asked; `null` if the user thinks better. */
export async function resume({ config, wait, cancelled }: Resuming): Promise<TonWallet | null> {
  const ui = widget(config);
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Fault('sign_in_expired'));
    }, wait);
  });
  try {
    return await answered(ui, cancelled, () => Promise.all([late, restored(ui, over.signal)]));
  } finally {
    clearTimeout(timer);
    if (forgetAsked(pageStorage())) over.abort();
  }
}

/**
 * Parts from the wallet of an earlier visit, which is told as far as it can be reached: it would
 * stand in the way of the next, for only fresh connections carry a proof.
 */
export async function disconnect(config: Config): Promise<void> {
  const enough = new Promise<void>((resolve) => setTimeout(resolve, DISCONNECT_MS));
  await Promise.race([enough, released(widget(config))]);
}

/** The SDK cannot be told to stop, but to begin anew, which ends what it was at, and not to. */
async function stopWaiting(ui: TonConnectUI): Promise<void> {
  const never = new AbortController();
  never.abort();
  await ui.connector.restoreConnection({ signal: never.signal });
}

/** The SDK goes back on the line, unless it thinks that the wallet was asked too long ago. */
async function restored(ui: TonConnectUI, signal: AbortSignal): Promise<void> {
  await ui.connector.restoreConnection({ signal });
  if (!ui.connected && connection(pageStorage()) === 'none') throw new Fault('sign_in_expired');
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
  return {
    language: language === 'ru' ? 'ru' : 'en',
    uiPreferences: { theme: isDarkNow.value ? THEME.DARK : THEME.LIGHT },
    actionsConfiguration: wayBack(config.botUsername),
  };
}

/**
 * The way back from the wallet: the link opens the Mini App again, which goes on where it was.
 *
 * In Telegram's apps the SDK follows `returnStrategy` alone, elsewhere `twaReturnUrl`. Neither may
 * be left to it: in a browser it would hand the wallet our whole address, init data included.
 */
function wayBack(botUsername: string): ActionConfiguration {
  const link = botUsername === '' ? TELEGRAM : (`https://t.me/${botUsername}?startapp` as const);
  return { returnStrategy: link, twaReturnUrl: link };
}

async function released(ui: TonConnectUI): Promise<void> {
  try {
    forgetAsked(pageStorage());
    if (!ui.connected) await ui.connector.restoreConnection();
    if (ui.connected) await ui.disconnect();
  } catch {
    // The wallet cannot be reached, and forgets the connection when it next looks.
  }
}
