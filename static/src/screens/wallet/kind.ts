import { t } from '../../words';

const KINDS = {
  p2pkh: 'wallet.kind.p2pkh',
  p2sh: 'wallet.kind.p2sh',
  p2wpkh: 'wallet.kind.p2wpkh',
  p2wsh: 'wallet.kind.p2wsh',
  p2tr: 'wallet.kind.p2tr',
} as const;

/** What wallets call this type of address. */
export function kindText(kind: keyof typeof KINDS | null): string {
  return kind === null ? t('wallet.kind.unknown') : t(KINDS[kind]);
}
