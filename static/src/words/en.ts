/** Every word the page says. Another language is another file of this shape. */
export const en = {
  title: 'GoMining',
  greeting: (name: string) => `Hi, ${name}`,
  loading: 'Loading',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close the app',
  more: 'Show more',
  absent: 'Not available right now.',

  units: {
    th: 'TH',
    wPerTh: 'W/TH',
    btc: 'BTC',
    sats: 'sat',
    satsADay: 'sat a day',
    usdADay: 'USD a day',
    unknown: 'unit not stated',
  },

  outside: {
    title: 'Open me in Telegram',
    text: 'This app shows your GoMining miners and their income. It knows you by your Telegram account, so it works inside Telegram only.',
    button: 'Open in Telegram',
    how: 'Find our bot in Telegram, press Start and tap the button under the greeting.',
  },

  signIn: {
    title: 'Your miners, in one place',
    text: 'Connect the TON wallet you use with GoMining to see your miners and what they earn.',
    points: [
      'Power, efficiency and daily income',
      'Total income, balance and withdrawals',
      'The Bitcoin address your income goes to',
    ],
    button: 'Connect wallet',
    opening: 'Opening wallets…',
    waiting: 'Confirm in your wallet…',
    checking: 'Checking the signature…',
    safe: 'You only sign a message that proves the wallet is yours. Nothing is spent, and no transaction is made.',
  },

  power: {
    title: 'Mining power',
    efficiency: 'Efficiency',
    miners: 'Miners',
    perTh: 'Income per TH',
    firstOnly: (count: string) => `of the first ${count} miners`,
  },

  income: {
    total: 'Total income',
    latest: 'Latest income',
    onBalance: 'On balance',
    withdrawn: 'Withdrawn',
    latestOn: (date: string) => `Latest income, ${date}`,
  },

  miners: {
    title: 'Miners',
    none: 'No miners yet',
    noneText: 'Miners bought with this wallet’s GoMining account appear here.',
  },

  payouts: {
    title: 'Bitcoin payouts',
    none: 'No address is bound yet. Bind one to have your income paid out.',
    label: 'Bitcoin address',
    button: 'Bind address',
    binding: 'Binding…',
    done: 'The address is bound.',
    boundOn: (date: string) => `bound ${date}`,
    empty: 'Paste the address first.',
    hint: 'Compare the address with your wallet: payouts cannot be taken back.',
  },

  wallet: {
    title: 'TON wallet',
    since: (app: string, date: string) => `${app}, connected ${date}`,
    testnet: 'Testnet',
    signOut: 'Sign out',
    forget: 'Delete my data',
    forgetTitle: 'Delete your data?',
    forgetText:
      'We delete everything kept about you here and sign you out. Your GoMining account, miners and income stay as they are.',
    forgetButton: 'Delete',
    forgotten: 'Your data is deleted.',
  },

  faults: {
    offline: 'No connection. Check your internet and try again.',
    no_answer: 'This takes too long. Try again in a moment.',
    unreadable: 'Something went wrong on our side. Try again in a moment.',
    internal: 'Something went wrong on our side. Try again in a moment.',
    store_unavailable: 'Our service is having a short break. Try again in a moment.',
    rate_limited: 'That was a lot of requests. Try again in a moment.',
    request_invalid: 'That did not work. Close the app and open it from Telegram again.',
    session_over: 'Your session is over. Close the app and open it from Telegram again.',
    sign_in_again: 'GoMining has ended your session. Connect your wallet once more.',
    partner_down: 'GoMining is not answering right now. Try again in a minute.',
    partner_rejected: 'GoMining did not accept this. Check it and try again.',
    wallet_unreachable: 'The wallet could not be reached. Try again, or use another wallet.',
    wallet_cannot_sign: 'This wallet cannot sign a proof. Update it, or use another one.',
    wallet_wrong_network: 'The wallet is on another network. Switch it over and connect again.',
    wallet_declined: 'You declined in the wallet. Connect again whenever you like.',
    proof_refused: 'The signature was not accepted. Connect the wallet once more.',
    proof_clock: 'The signature carries a wrong time. Set your phone’s clock to automatic and connect again.',
    proof_payload: 'The request was open for too long. Connect the wallet once more.',
    proof_partner: 'GoMining does not know this wallet. Use the one linked to your GoMining account.',
    btc_malformed: 'This is not a Bitcoin address. Check that all of it was copied.',
    btc_wrong_network: 'This address belongs to another Bitcoin network.',
    btc_not_payable: 'Payouts cannot go to this kind of address. Use an ordinary one from your wallet.',
  },
  waitSeconds: (count: number) =>
    `That was a lot of requests. Try again in ${String(count)} ${count === 1 ? 'second' : 'seconds'}.`,
};

export type Words = typeof en;
export type FaultWord = keyof Words['faults'];
