import type { Fault } from '../fault';
import { t } from './index';
import type { MessageId } from './ids';

type FaultId = Extract<MessageId, `fault.${string}`>;

/** The sentence for a code of the server's, or of ours. */
const BY_CODE = new Map<string, FaultId>(
  Object.entries({
    offline: 'fault.offline',
    no_answer: 'fault.no_answer',
    unreadable: 'fault.unreadable',
    internal: 'fault.internal',
    store_unavailable: 'fault.store_unavailable',
    rate_limited: 'fault.rate_limited',
    request_invalid: 'fault.request_invalid',
    not_found: 'fault.not_found',
    session_invalid: 'fault.session_over',
    caller_unknown: 'fault.session_over',
    init_data_invalid: 'fault.session_over',
    init_data_expired: 'fault.session_over',
    sign_in_again: 'fault.sign_in_again',
    seal_broken: 'fault.sign_in_again',
    partner_unauthorized: 'fault.sign_in_again',
    sign_in_interrupted: 'fault.sign_in_interrupted',
    sign_in_expired: 'fault.proof_payload',
    partner_failed: 'fault.partner_down',
    partner_unreachable: 'fault.partner_down',
    partner_away: 'fault.partner_down',
    partner_timeout: 'fault.partner_down',
    partner_throttled: 'fault.partner_down',
    partner_broken: 'fault.partner_down',
    partner_rejected: 'fault.partner_rejected',
    wallet_unreachable: 'fault.wallet_unreachable',
    wallet_cannot_sign: 'fault.wallet_cannot_sign',
    wallet_wrong_network: 'fault.wallet_wrong_network',
    wallet_declined: 'fault.wallet_declined',
    proof_refused: 'fault.proof_refused',
    btc_address_invalid: 'fault.btc_malformed',
  } satisfies Record<string, FaultId>),
);

/** A reason behind a code, `code reason`, may have a sentence of its own. */
const BY_REASON = new Map<string, FaultId>(
  Object.entries({
    'proof_refused too_old': 'fault.proof_clock',
    'proof_refused from_future': 'fault.proof_clock',
    'proof_refused payload_unknown': 'fault.proof_payload',
    'proof_refused chain_not_allowed': 'fault.wallet_wrong_network',
    'proof_refused refused_by_partner': 'fault.proof_partner',
    'btc_address_invalid testnet_address': 'fault.btc_testnet',
    'btc_address_invalid mainnet_address': 'fault.btc_mainnet',
    'btc_address_invalid regtest_address': 'fault.btc_regtest',
    'btc_address_invalid one_wrong_character': 'fault.btc_one_wrong',
    'btc_address_invalid not_payable': 'fault.btc_not_payable',
    'btc_address_invalid ton_address': 'fault.btc_ton',
    'btc_address_invalid ethereum_address': 'fault.btc_ethereum',
    'btc_address_invalid private_key': 'fault.btc_private_key',
    'btc_address_invalid unsupported_uri': 'fault.btc_uri',
  } satisfies Record<string, FaultId>),
);

/** Says what went wrong and what to do next, never in the server's words. */
export function sentence({ code, reason, retryAfter }: Fault): string {
  if (code === 'rate_limited' && retryAfter > 0) return t('fault.wait', { count: retryAfter });
  return t(idOf(code, reason));
}

function idOf(code: string, reason: string): FaultId {
  return BY_REASON.get(`${code} ${reason}`) ?? BY_CODE.get(code) ?? 'fault.internal';
}

/** Whether only connecting the wallet anew helps. */
export function isSignInAgain({ code, reason }: Fault): boolean {
  return idOf(code, reason) === 'fault.sign_in_again';
}

/** Whether only opening the app anew helps. */
export function isSessionOver({ code, reason }: Fault): boolean {
  return idOf(code, reason) === 'fault.session_over';
}

/** Whether the partner, rather than we or the connection, is the cause. */
export function isPartnerDown(code: string): boolean {
  return idOf(code, '') === 'fault.partner_down';
}
