"""What the sandbox partner can be told to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.model import TonNetwork

Fault = int | str
"""An HTTP status to answer with, or a way to break by name (`sandbox.partner.breakage.WAYS`)."""


@dataclass(frozen=True, slots=True)
class PartnerOptions:
    """Who may call, how tokens live, and which faults are played.

    `domain` is what a ton_proof must be for; None takes any domain the proof itself is consistent
    with. `token_ttl` and `latency` are in seconds, `error_rate` is the share of calls answered
    with 500. `fail` maps an operation (`*` for all) to one fault for good, or to a list that is
    used up call by call. `miners` is how many a wallet has; None derives 1 to 12 from the wallet.
    `page_cap` is how many rows a page has at most, whatever is asked for.
    `income_per_th` is told in place of the day's, in whatever unit; None tells the day's, in BTC.
    """

    partner_id: str = "demo-partner"
    api_key: str = field(default="sandbox-api-key", repr=False)
    api_secret: str = field(default="sandbox-api-secret", repr=False)
    domain: str | None = None
    networks: frozenset[TonNetwork] = frozenset(TonNetwork)
    token_ttl: int = 900
    latency: float = 0.0
    error_rate: float = 0.0
    fail: Mapping[str, Fault | Sequence[Fault]] = field(default_factory=dict)
    require_key_on_c2s: bool = False
    miners: int | None = None
    income_per_th: Decimal | None = None
    page_cap: int | None = None
    image_base_url: str | None = None
