/** What the server writes into the page. */
export interface Config {
  tonNetwork: string;
  btcNetwork: string;
  /** Empty: the list that TonConnect itself uses. */
  walletsListUrl: string;
  manifestUrl: string;
  botUsername: string;
}

/** Reads the server's words from the page; absent ones are empty. */
export function readConfig(page: Document): Config {
  const given = JSON.parse(page.getElementById('config')?.textContent ?? '{}') as Partial<Config>;
  return {
    tonNetwork: given.tonNetwork ?? '',
    btcNetwork: given.btcNetwork ?? '',
    walletsListUrl: given.walletsListUrl ?? '',
    manifestUrl: given.manifestUrl ?? '/tonconnect-manifest.json',
    botUsername: given.botUsername ?? '',
  };
}
