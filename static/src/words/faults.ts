import type { Fault } from '../fault';
import type { FaultWord, Words } from './en';

/** The sentence for a code of the server's; a `reason` under it may have one of its own. */
const BY_CODE: Record<string, FaultWord> = {
  sign_in_again: 'sign_in_again',
  session_invalid: 'session_over',
  caller_unknown: 'session_over',
  init_data_invalid: 'session_over',
  init_data_expired: 'session_over',
  seal_broken: 'sign_in_again',
  partner_failed: 'partner_down',
  partner_unreachable: 'partner_down',
  partner_timeout: 'partner_down',
  partner_throttled: 'partner_down',
  partner_broken: 'partner_down',
  partner_unauthorized: 'sign_in_again',
  btc_address_invalid: 'btc_malformed',
};

const BY_REASON: Record<string, Record<string, FaultWord>> = {
  proof_refused: {
    too_old: 'proof_clock',
    from_future: 'proof_clock',
    payload_unknown: 'proof_payload',
    chain_not_allowed: 'wallet_wrong_network',
    refused_by_partner: 'proof_partner',
  },
  btc_address_invalid: {
    wrong_network: 'btc_wrong_network',
    not_payable: 'btc_not_payable',
  },
};

/** Says what went wrong and what to do next, never in the server's words. */
export function sentence(fault: Fault, words: Words): string {
  if (fault.code === 'rate_limited' && fault.retryAfter > 0) {
    return words.waitSeconds(fault.retryAfter);
  }
  const word = BY_REASON[fault.code]?.[fault.reason] ?? BY_CODE[fault.code] ?? fault.code;
  return isFaultWord(word, words) ? words.faults[word] : words.faults.internal;
}

function isFaultWord(word: string, words: Words): word is FaultWord {
  return Object.keys(words.faults).includes(word);
}

/** Whether only connecting the wallet anew helps. */
export function isSignInAgain(fault: Fault): boolean {
  return BY_CODE[fault.code] === 'sign_in_again';
}

/** Whether only opening the app anew helps. */
export function isSessionOver(fault: Fault): boolean {
  return BY_CODE[fault.code] === 'session_over';
}
