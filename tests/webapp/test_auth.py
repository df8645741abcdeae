import asyncio
import gzip
import time
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.model import TonNetwork
from sandbox.partner import PartnerOptions
from tests.counted import one, rises
from tests.house import DOMAIN, House, Visitor, running_house
from tests.proofs import OTHER_KEY, changed, make_proof, signed_by
from webapp.keys import SERVICES

PROOF = "connectItems.tonProof.proof"


async def finish(visitor: Visitor, wallet: object) -> Any:  # noqa: ANN401  # an Answer or JSON
    return await visitor.post("/api/auth/check-proof", {"tonWallet": wallet})


@pytest.mark.parametrize("version", ["v3r2", "v4r2", "v5r1"])
async def test_a_wallet_signs_in_and_is_shown(house: House, version: str) -> None:
    visitor = house.visitor()

    signed_in = await visitor.sign_in(version=version)

    wallet = signed_in.data["wallet"]
    assert set(wallet) == {"address", "friendlyAddress", "chain", "appName", "linkedAt"}
    assert wallet["friendlyAddress"].startswith("UQ")
    assert (wallet["chain"], wallet["appName"]) == ("-239", "Tonkeeper")
    assert (await visitor.get("/api/me")).data["wallet"] == wallet


async def test_the_payload_says_until_when(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    attempt = (await visitor.post("/api/auth/generate-payload")).data

    assert set(attempt) == {"payload", "expiresAt"}
    assert len(attempt["payload"].encode()) <= 128


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (f"{PROOF}.domain", {"value": "evil.example", "lengthBytes": 12}, "domain_mismatch"),
        (f"{PROOF}.domain.lengthBytes", 4, "domain_length_mismatch"),
        (f"{PROOF}.timestamp", 1_600_000_000, "too_old"),
        (f"{PROOF}.timestamp", 4_000_000_000, "from_future"),
        (f"{PROOF}.payload", "somebody-elses", "payload_unknown"),
        ("account.chain", "-3", "chain_not_allowed"),
        ("account.address", "0:" + "ab" * 32, "address_mismatch"),
        ("account.publicKey", "ab" * 32, "key_mismatch"),
        ("account.walletStateInit", "te6c", "state_init_malformed"),
        (f"{PROOF}.signature", "A" * 86 + "==", "signature_invalid"),
    ],
)
async def test_a_false_proof_has_a_reason_and_stays_in_the_house(
    house: House, path: str, value: object, reason: str
) -> None:
    visitor = house.visitor()
    await visitor.open()

    answer = await finish(visitor, changed(await visitor.proof(), path, value))

    assert answer.status == 422
    assert answer.code == "proof_refused"
    assert answer.json["reason"] == reason
    assert await house.seen("c2s/auth/check-proof") == 0
    assert (await visitor.get("/api/me")).data["wallet"] is None


async def test_a_payload_works_once(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()
    proof = await visitor.proof()
    assert (await finish(visitor, proof)).status == 200

    again = await finish(visitor, proof)

    assert again.json["reason"] == "payload_unknown"


async def test_a_payload_is_used_up_by_a_false_proof_too(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()
    proof = await visitor.proof()
    await finish(visitor, changed(proof, f"{PROOF}.signature", "A" * 86 + "=="))

    assert (await finish(visitor, proof)).json["reason"] == "payload_unknown"


async def test_a_payload_belongs_to_the_user_who_asked(house: House) -> None:
    ada, eve = house.visitor(1), house.visitor(2)
    await ada.open()
    await eve.open()
    proof = await ada.proof()

    assert (await finish(eve, proof)).json["reason"] == "payload_unknown"
    assert (await finish(ada, proof)).status == 200


async def test_of_many_at_once_one_uses_the_payload(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()
    proof = await visitor.proof()

    answers = await asyncio.gather(*(finish(visitor, proof) for _ in range(10)))

    assert sorted(answer.status for answer in answers) == [200, *[422] * 9]


async def test_a_swapped_key_does_not_sign_for_the_wallet(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()
    claimed = OTHER_KEY.verify_key.encode().hex()
    swapped = signed_by(OTHER_KEY, changed(await visitor.proof(), "account.publicKey", claimed))

    assert (await finish(visitor, swapped)).json["reason"] == "key_mismatch"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({"tonWallet": None}, id="no wallet"),
        pytest.param({"tonWallet": {}}, id="an empty wallet"),
        pytest.param(
            {"tonWallet": changed(make_proof(), "device.platform", "toaster")}, id="a platform"
        ),
        pytest.param({"tonWallet": changed(make_proof(), "provider", 1)}, id="a provider"),
        pytest.param(
            {"tonWallet": changed(make_proof(), f"{PROOF}.timestamp", -1)}, id="a timestamp"
        ),
        pytest.param(
            {"tonWallet": changed(make_proof(), f"{PROOF}.timestamp", "1e9")}, id="a number in text"
        ),
        pytest.param(
            {"tonWallet": changed(make_proof(), "device.features", [0] * 33)}, id="many features"
        ),
    ],
)
async def test_a_body_of_another_shape_is_refused_by_the_field(house: House, body: object) -> None:
    visitor = house.visitor()
    await visitor.open()

    answer = await visitor.post("/api/auth/check-proof", body)

    assert answer.status == 400
    assert answer.code == "request_invalid"
    assert answer.json["detail"]


async def test_json_as_deep_as_it_is_long_is_refused(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    answer = await visitor.ask("POST", "/api/auth/check-proof", data=b"[" * 60_000)

    assert answer.status == 400


async def test_a_body_that_does_not_unpack_is_refused(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    answer = await visitor.ask(
        "POST", "/api/auth/check-proof", data=b"garbage", headers={"Content-Encoding": "gzip"}
    )

    assert (answer.status, answer.code) == (400, "request_invalid")


async def test_a_small_body_that_unpacks_to_a_large_one_is_not_read(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    answer = await visitor.ask(
        "POST",
        "/api/auth/check-proof",
        data=gzip.compress(b" " * 10_000_000),
        headers={"Content-Encoding": "gzip"},
    )

    assert (answer.status, answer.code) == (413, "body_too_large")


async def test_a_body_over_64_kilobytes_is_not_read(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    answer = await visitor.ask("POST", "/api/auth/check-proof", data=b" " * 65_537)

    assert answer.status == 413
    assert answer.code == "body_too_large"


async def test_valid_here_but_refused_there_is_refused_and_counted(tmp_path: Path) -> None:
    strict = PartnerOptions(domain="elsewhere.example")
    async with running_house(tmp_path, strict) as house:
        with capture_logs() as logs, rises() as risen:
            answer = await house.visitor().sign_in()

        assert answer.json["reason"] == "refused_by_partner"
        assert risen[one("miniapp_proof_disagreements_total")] == 1
    logged = next(line for line in logs if line["event"] == "proof_disagreement")
    assert set(logged) == {"event", "log_level", "status", "wallet_version"}


async def test_undecidable_is_left_to_the_partner(house: House) -> None:
    visitor = house.visitor()

    with rises() as risen:
        answer = await visitor.sign_in(version="highload3")

    assert answer.json["reason"] == "refused_by_partner"
    assert await house.seen("c2s/auth/check-proof") == 1
    assert one("miniapp_proof_disagreements_total") not in risen


async def test_test_wallets_sign_in_where_the_settings_say_testnet(tmp_path: Path) -> None:
    async with running_house(tmp_path, ton_network="-3") as house:
        wallet = (await house.visitor().sign_in(network=TonNetwork.TESTNET)).data["wallet"]

    assert wallet["friendlyAddress"].startswith("0Q")


async def test_a_payload_too_long_for_wallets_is_the_partners_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: "x" * 129)
    async with running_house(tmp_path) as house:
        visitor = house.visitor()
        await visitor.open()

        answer = await visitor.post("/api/auth/generate-payload")

    assert (answer.status, answer.code) == (502, "partner_broken")


async def test_a_payload_that_does_not_fit_with_the_domain_is_not_handed_out(
    tmp_path: Path,
) -> None:
    long = f"https://{'.'.join(['a' * 60] * 3)}.example"
    async with running_house(tmp_path, public_url=long) as house:
        visitor = house.visitor()
        await visitor.open()

        answer = await visitor.post("/api/auth/generate-payload")

    assert (answer.status, answer.code) == (502, "partner_broken")


async def test_signing_out_deletes_the_tokens(house: House, ada: Visitor) -> None:
    assert (await ada.post("/api/auth/sign-out")).data is True

    assert (await ada.get("/api/me")).data["wallet"] is None
    assert (await ada.get("/api/nft/get-my")).code == "sign_in_again"
    assert await house.app[SERVICES].store.account(ada.user) is None  # type: ignore[arg-type]  # an int will do


async def test_a_second_wallet_takes_the_place_of_the_first(ada: Visitor) -> None:
    first = (await ada.get("/api/me")).data["wallet"]["address"]

    second = (await finish(ada, await ada.proof(key=OTHER_KEY))).data["wallet"]["address"]

    assert second != first
    assert (await ada.get("/api/me")).data["wallet"]["address"] == second


async def test_the_proof_of_a_clock_ten_minutes_off_is_taken(house: House) -> None:
    visitor = house.visitor()

    assert (await visitor.sign_in(at=int(time.time()) + 600, domain=DOMAIN)).status == 200
