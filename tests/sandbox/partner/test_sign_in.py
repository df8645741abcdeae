"""Signing in by a TON wallet, and the tokens that come of it."""

from __future__ import annotations

import asyncio
import re
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest

from core.model import TonNetwork
from sandbox.partner import sign_in, tokens
from tests.proofs import DOMAIN, OTHER_KEY, changed, make_proof, signed_by
from tests.sandbox.partner.caller import OPTIONS, Answer, Caller, calling, claims, compact

PROOF = "connectItems.tonProof.proof"
MINERS = "c2s/nft/get-my"


async def _check(caller: Caller, wallet: object) -> Answer:
    return await caller.post("c2s/auth/check-proof", {"tonWallet": wallet})


async def test_a_payload_fits_what_wallets_sign(caller: Caller) -> None:
    payloads = {await caller.payload() for _ in range(3)}

    assert len(payloads) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32,128}", payload) for payload in payloads)


@pytest.mark.parametrize("version", ["v3r2", "v4r2", "v5r1", "telegram"])
@pytest.mark.parametrize("network", TonNetwork)
async def test_a_wallet_signs_its_owner_in(
    caller: Caller, version: str, network: TonNetwork
) -> None:
    await caller.sign_in(version=version, network=network)

    assert (await caller.get(MINERS)).status == 200


async def test_the_same_wallet_is_the_same_user(caller: Caller) -> None:
    users = []
    for key in ({}, {}, {"key": OTHER_KEY}):
        await caller.sign_in(**key)
        users.append(claims(caller.jwt)["id"])

    assert users[0] == users[1] != users[2]


async def test_the_jwt_tells_its_user_and_its_end(user: Caller) -> None:
    told = claims(user.jwt)

    assert told["iat"] == int(user.clock.at.timestamp())
    assert told["exp"] - told["iat"] == OPTIONS.token_ttl
    assert isinstance(told["id"], int)
    assert told["id"] >= 1


async def test_a_payload_works_once(caller: Caller) -> None:
    wallet = await caller.sign_in()

    again = await _check(caller, wallet)

    assert (again.status, again.body["message"]) == (401, "this payload does not work")


async def test_a_payload_is_used_up_by_a_proof_that_fails(caller: Caller) -> None:
    payload, at = await caller.payload(), int(caller.clock.at.timestamp())
    honest = make_proof(payload=payload, at=at)

    failed = await _check(caller, changed(honest, "account.publicKey", "00" * 32))
    again = await _check(caller, honest)

    assert failed.status == 401
    assert again.body["message"] == "this payload does not work"


async def test_a_payload_of_nobody_does_not_work(caller: Caller) -> None:
    assert (await _check(caller, make_proof(payload="made-up"))).status == 401


@pytest.mark.parametrize(("seconds", "status"), [(899, 200), (900, 401), (3600, 401)])
async def test_a_payload_works_for_a_quarter_of_an_hour(
    caller: Caller, seconds: int, status: int
) -> None:
    payload = await caller.payload()
    caller.clock.pass_by(seconds=seconds)

    proof = make_proof(payload=payload, at=int(caller.clock.at.timestamp()))

    assert (await _check(caller, proof)).status == status


async def test_only_so_many_payloads_are_pending(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "MAX_PAYLOADS", 2)
    at = int(caller.clock.at.timestamp())
    proofs = [make_proof(payload=await caller.payload(), at=at) for _ in range(3)]

    assert [(await _check(caller, proof)).status for proof in proofs] == [401, 200, 200]


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (f"{PROOF}.domain.lengthBytes", 17, "domain_length_mismatch"),
        (f"{PROOF}.domain.value", "miners.example.com", "signature_invalid"),
        (f"{PROOF}.timestamp", 1_790_000_001, "signature_invalid"),
        (f"{PROOF}.timestamp", 1_789_999_099, "too_old"),
        (f"{PROOF}.timestamp", 1_790_000_901, "from_future"),
        ("account.address", "0:" + "00" * 32, "address_mismatch"),
        ("account.publicKey", OTHER_KEY.verify_key.encode().hex(), "key_mismatch"),
        ("account.walletStateInit", "AAAA", "state_init_malformed"),
    ],
)
async def test_a_proof_that_is_not_true_signs_nobody_in(
    caller: Caller, path: str, value: object, reason: str
) -> None:
    wallet = make_proof(payload=await caller.payload(), at=int(caller.clock.at.timestamp()))

    answer = await _check(caller, changed(wallet, path, value))

    assert (answer.status, answer.body["message"]) == (401, f"proof refused: {reason}")


async def test_a_wallet_nobody_knows_signs_nobody_in(caller: Caller) -> None:
    at = int(caller.clock.at.timestamp())
    wallet = make_proof(version="highload", payload=await caller.payload(), at=at)

    assert (await _check(caller, wallet)).body["message"] == "proof refused: unknown_wallet"


async def test_somebody_elses_signature_signs_nobody_in(caller: Caller) -> None:
    at = int(caller.clock.at.timestamp())
    wallet = make_proof(payload=await caller.payload(), at=at)

    answer = await _check(caller, signed_by(OTHER_KEY, wallet))

    assert answer.body["message"] == "proof refused: signature_invalid"


async def test_the_domain_and_the_network_can_be_fixed() -> None:
    options = replace(OPTIONS, domain=DOMAIN, networks=frozenset({TonNetwork.TESTNET}))
    async with calling(options) as caller:
        at = int(caller.clock.at.timestamp())

        async def reason(domain: str, network: TonNetwork) -> object:
            payload = await caller.payload()
            proof = make_proof(payload=payload, at=at, domain=domain, network=network)
            return (await _check(caller, proof)).body.get("message", "none")

        assert await reason("example.com", TonNetwork.TESTNET) == "proof refused: domain_mismatch"
        assert await reason(DOMAIN, TonNetwork.MAINNET) == "proof refused: chain_not_allowed"
        assert await reason(DOMAIN, TonNetwork.TESTNET) == "none"


@pytest.mark.parametrize("domain", ["localhost", "a." + "b" * 178, ""])
async def test_a_domain_holds_a_dot_and_leaves_room_for_the_payload(
    caller: Caller, domain: str
) -> None:
    at = int(caller.clock.at.timestamp())
    wallet = make_proof(payload=await caller.payload(), at=at, domain=domain)

    assert (await _check(caller, wallet)).status == 400


async def test_a_jwt_ends(user: Caller) -> None:
    user.clock.pass_by(seconds=OPTIONS.token_ttl - 1)
    before = await user.get(MINERS)
    user.clock.pass_by(seconds=1)
    after = await user.get(MINERS)

    assert (before.status, after.status) == (200, 401)
    assert after.body["message"] == "jwt expired"


@pytest.mark.parametrize(
    "header", [{"alg": "none"}, {"alg": "HS256", "typ": "JWT", "kid": "x"}], ids=str
)
async def test_a_jwt_is_sealed_by_the_partner(user: Caller, header: dict[str, str]) -> None:
    head, body, seal = user.jwt.split(".")
    other = urlsafe_b64encode(compact(header)).rstrip(b"=").decode()
    later = urlsafe_b64encode(compact(claims(user.jwt) | {"exp": 2**40})).rstrip(b"=").decode()
    forged = [
        f"{other}.{body}.{seal}",
        f"{other}.{body}.",
        f"{head}.{later}.{seal}",
        f"{head}.{body}.{seal[:-4]}",
        f"{head}.{body}",
        f"{head}.{body}.{seal}.{seal}",
    ]

    for user.jwt in forged:
        assert (await user.get(MINERS)).status == 401


async def test_a_jwt_outlives_a_restart_and_a_refresh_token_does_not() -> None:
    async with calling() as before:
        await before.sign_in()
    async with calling() as after:
        after.jwt = before.jwt

        assert (await after.get(MINERS)).status == 200
        renewed = await after.post("c2s/auth/refresh", {"refreshToken": before.refresh_token})
        assert renewed.status == 401


@pytest.mark.parametrize("side", ["c2s", "s2s"])
async def test_a_refresh_token_works_once(user: Caller, side: str) -> None:
    old = user.refresh_token
    user.clock.pass_by(seconds=OPTIONS.token_ttl + 1)

    user.keep(await user.post(f"{side}/auth/refresh", {"refreshToken": old}))
    again = await user.post(f"{side}/auth/refresh", {"refreshToken": old})

    assert again.status == 401
    assert (await user.get(MINERS)).status == 200
    user.keep(await user.post(f"{side}/auth/refresh", {"refreshToken": user.refresh_token}))


async def test_of_many_refreshes_at_once_one_works(user: Caller) -> None:
    asked = {"refreshToken": user.refresh_token}

    answers = await asyncio.gather(*(user.post("c2s/auth/refresh", asked) for _ in range(10)))

    assert sorted(answer.status for answer in answers) == [200] + [401] * 9


async def test_a_refresh_token_is_its_users_own(caller: Caller) -> None:
    await caller.init("ann")
    anns, ann = caller.refresh_token, caller.jwt
    await caller.init("bob")

    stolen = await caller.post("c2s/auth/refresh", {"refreshToken": anns})
    caller.jwt = ann
    own = await caller.post("c2s/auth/refresh", {"refreshToken": anns})

    assert (stolen.status, own.status) == (401, 200)


async def test_a_refresh_needs_a_jwt(user: Caller) -> None:
    user.jwt = ""

    answer = await user.post("c2s/auth/refresh", {"refreshToken": user.refresh_token})

    assert answer.status == 401


@pytest.mark.parametrize(("days", "status"), [(29, 200), (30, 401)])
async def test_a_refresh_token_ends(user: Caller, days: int, status: int) -> None:
    user.clock.pass_by(days=days)

    answer = await user.post("c2s/auth/refresh", {"refreshToken": user.refresh_token})

    assert answer.status == status


async def test_only_so_many_refresh_tokens_work(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MAX_REFRESH_TOKENS", 1)
    await caller.init("ann")
    first = caller.refresh_token
    await caller.init("ann")

    answers = [
        await caller.post("c2s/auth/refresh", {"refreshToken": token})
        for token in (first, caller.refresh_token)
    ]

    assert [answer.status for answer in answers] == [401, 200]


async def test_a_pair_renewed_within_a_second_is_another_pair(user: Caller) -> None:
    old = user.jwt

    user.keep(await user.post("c2s/auth/refresh", {"refreshToken": user.refresh_token}))

    assert user.jwt != old


@pytest.mark.parametrize(
    ("required", "key", "status"),
    [
        (False, "", 200),
        (False, OPTIONS.api_key, 200),
        (False, "wrong", 403),
        (True, "", 403),
        (True, OPTIONS.api_key, 200),
    ],
)
async def test_client_calls_can_be_made_to_want_the_key(
    required: bool,  # noqa: FBT001  # a column of the table
    key: str,
    status: int,
) -> None:
    async with calling(replace(OPTIONS, require_key_on_c2s=required)) as caller:
        shown = {"X-PARTNER-API-KEY": key} if key else {}
        body = {"partnerId": "demo-partner"}

        answer = await caller.post("c2s/auth/generate-payload", body, **shown)

        assert answer.status == status
