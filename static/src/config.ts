/** What the server writes into the page. */
export interface Config {
  tonNetwork: string;
  btcNetwork: string;
  /** Empty: the list that TonConnect itself uses. */
  walletsListUrl: string;
  manifestUrl: string;
  botUsername: string;
  /** Whether Bitcoin addresses are shown and bound. */
  btcScreens: boolean;
  /** Where miners are bought, and what a TON address is put behind; empty: no such link. */
  marketplaceUrl: string;
  explorerUrl: string;
  version: string;
}

const ABSENT: Config = {
  tonNetwork: '',
  btcNetwork: '',
  walletsListUrl: '',
  manifestUrl: '/tonconnect-manifest.json',
  botUsername: '',
  btcScreens: true,
  marketplaceUrl: '',
  explorerUrl: '',
  version: '',
};

/** Reads the server's words from the page; absent ones are empty. */
export function readConfig(page: Document): Config {
  const given = JSON.parse(page.getElementById('config')?.textContent ?? '{}') as Partial<Config>;
  return { ...ABSENT, ...given };
}
