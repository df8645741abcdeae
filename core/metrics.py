"""Every figure that is counted, in one place: its name, its labels, and what they may be.

Labels are drawn from what the code itself names (routes, operations, codes), never from what
anybody sends: the number of series is bounded.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from core.version import VERSION

OK = "ok"
"""The outcome of what went well."""

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

BUILD = Gauge("miniapp_build_info", "Always 1; what runs.", ["version"], multiprocess_mode="max")
BUILD.labels(VERSION).set(1)
REQUESTS = Counter(
    "miniapp_requests", "Requests answered, by `ok` or the problem's code.", ["route", "outcome"]
)
REQUEST_SECONDS = Histogram(
    "miniapp_request_seconds", "Time until the answer is made.", ["route"], buckets=SECONDS
)
PARTNER_CALLS = Counter(
    "miniapp_partner_calls", "Calls of the partner, by `ok` or what went wrong.",
    ["operation", "outcome"],
)  # fmt: skip
PARTNER_CALL_SECONDS = Histogram(
    "miniapp_partner_call_seconds", "Time of a call, tries and pauses included.",
    ["operation"], buckets=SECONDS,
)  # fmt: skip
PARTNER_TRIES = Counter(
    "miniapp_partner_tries", "Requests sent to the partner, further tries included.", ["operation"]
)
CIRCUIT_OPEN = Gauge(
    "miniapp_partner_circuit_open", "1 while the partner is not asked because it is down.",
    multiprocess_mode="livemax",
)  # fmt: skip
REFRESHES = Counter(
    "miniapp_refreshes", "JWTs to be renewed, by `renewed` or why not.", ["outcome"]
)
PROOFS = Counter(
    "miniapp_proofs", "Proofs judged: `valid`, `undecidable` (the partner took it) or `refused`.",
    ["verdict", "reason"],
)  # fmt: skip
PROOF_DISAGREEMENTS = Counter(
    "miniapp_proof_disagreements", "Proofs valid by our check and refused by the partner."
)
CACHE_READS = Counter(
    "miniapp_cache_reads", "Questions to what is kept: `hit`, `miss`, or `stale` for want of news.",
    ["cache", "outcome"],
)  # fmt: skip
CONNECTIONS = Gauge(
    "miniapp_connections", "Connections of clients, idle ones too.", multiprocess_mode="livesum"
)
CONNECTIONS_CLOSED = Counter(
    "miniapp_connections_closed",
    "Connections closed over a limit: `slow_head`, `large_head`, `silent` or `crowded`.",
    ["reason"],
)
LIMITED = Counter("miniapp_rate_limited", "Requests over a limit, by its rule.", ["rule"])
REDIS_DOWN = Gauge(
    "miniapp_redis_down", "1 while Redis is configured and does not answer.",
    multiprocess_mode="livemax",
)  # fmt: skip
STORE_FAULTS = Counter("miniapp_store_faults", "Questions the database did not answer.")
SIGN_INS_UNDER_WAY = Gauge(
    "miniapp_chat_sign_ins", "Wallets that chats wait for.", multiprocess_mode="livesum"
)
JOBS = Counter(  # Prometheus itself calls what it reads from a `job`
    "miniapp_jobs", "Jobs of the worker, by what came of each.", ["task", "outcome"]
)
BOT_UPDATES = Counter(
    "miniapp_bot_updates", "Updates of Telegram: `ok` or the code of what went wrong.",
    ["kind", "outcome"],
)  # fmt: skip
TELEGRAM_THROTTLED = Counter(
    "miniapp_telegram_throttled", "Answers of Telegram that asked to wait (429)."
)
