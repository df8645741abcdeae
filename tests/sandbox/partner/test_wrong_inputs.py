"""Whatever is wrong with a request, it is an error with a body that says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.proofs import changed, make_proof
from tests.sandbox.partner.caller import BTC, PREFIX, Caller

WALLET = make_proof()
ITEM = "connectItems.tonProof"
PROOF = f"{ITEM}.proof"

PAGED = ["c2s/nft/get-my", "c2s/nft-income/find-by-user", "c2s/wallet/find-by-user"]
PAGED_S2S = ["s2s/nft/get-my", "s2s/nft-income/find-by-user", "s2s/wallet/find-by-user"]
USER_ONLY = [
    *PAGED,
    "c2s/nft-collection/find-all-generative",
    "c2s/income-statistic/get-income-per-th",
    "c2s/nft-income/find-total-by-user",
]
WRONG_PAGES = [
    {"limit": "0"},
    {"limit": "000"},
    {"limit": ""},
    {"limit": "1000"},
    {"limit": "-1"},
    {"limit": "1.5"},
    {"limit": "٣"},
    {"limit": " 5"},
    {"offset": ""},
    {"offset": "100000"},
    {"offset": "-1"},
    {"offset": "x"},
]
SIGNED_POSTS: dict[str, dict[str, Any]] = {
    "s2s/auth/init": {"partnerUserId": "ann"},
    "s2s/nft-payment/init": {"userId": 1, "nftCollectionId": 1, "externalId": "e-1"},
    "s2s/nft-payment/success": {"userId": 1, "externalId": "e-1"},
    "s2s/wallet/create-btc": {"partnerUserId": "ann", "address": BTC},
}
WRONG_TEXTS = ["", "x" * 256, 7, None, ["x"]]
WRONG_NUMBERS = [0, -1, 1.5, "1", None, True]
WRONG_FIELDS = [
    *(
        (name, field, wrong)
        for name, body in SIGNED_POSTS.items()
        for field, right in (body | {"timestamp": 1}).items()
        for wrong in (WRONG_TEXTS if isinstance(right, str) else WRONG_NUMBERS)
    ),
    *((name, "recvWindow", wrong) for name in SIGNED_POSTS for wrong in (*WRONG_NUMBERS, 60_001)),
]


def _told(status: int, answer: Any) -> None:  # noqa: ANN401  # the whole answer
    assert answer.status == status, answer.body
    assert answer.headers["Content-Type"].startswith("application/json")
    assert set(answer.body) == {"statusCode", "message", "error"}
    assert answer.body["statusCode"] == status
    assert isinstance(answer.body["message"], str)
    assert answer.body["message"]


@pytest.mark.parametrize("page", WRONG_PAGES, ids=str)
@pytest.mark.parametrize("name", PAGED)
async def test_a_page_is_asked_for_as_documented(
    user: Caller, name: str, page: dict[str, str]
) -> None:
    _told(400, await user.get(name, page))


@pytest.mark.parametrize("page", WRONG_PAGES, ids=str)
@pytest.mark.parametrize("name", PAGED_S2S)
async def test_a_signed_page_is_asked_for_as_documented(
    caller: Caller, name: str, page: dict[str, str]
) -> None:
    await caller.init("ann")

    _told(400, await caller.signed_get(name, {"partnerUserId": "ann"} | page))


@pytest.mark.parametrize(
    "query",
    [
        {"partnerUserId": ""},
        {"partnerUserId": "x" * 256},
        {},
        {"partnerUserId": "ann", "timestamp": ""},
        {"partnerUserId": "ann", "timestamp": "1e3"},
        {"partnerUserId": "ann", "timestamp": "9" * 5000},
        {"partnerUserId": "ann", "recvWindow": "60001"},
        {"partnerUserId": "ann", "recvWindow": "-1"},
        {"partnerUserId": "ann", "recvWindow": ""},
    ],
    ids=lambda query: str(query)[:50],
)
@pytest.mark.parametrize("name", PAGED_S2S)
async def test_a_signed_query_holds_what_is_documented(
    caller: Caller, name: str, query: dict[str, str]
) -> None:
    await caller.init("ann")

    _told(400, await caller.signed_get(name, query))


@pytest.mark.parametrize("name", PAGED_S2S)
async def test_nothing_is_told_about_users_nobody_created(caller: Caller, name: str) -> None:
    _told(404, await caller.signed_get(name, {"partnerUserId": "nobody"}))


@pytest.mark.parametrize(("name", "field", "wrong"), WRONG_FIELDS, ids=lambda part: str(part)[:30])
async def test_a_signed_body_holds_what_is_documented(
    caller: Caller, name: str, field: str, wrong: object
) -> None:
    _told(400, await caller.signed_post(name, SIGNED_POSTS[name] | {field: wrong}))


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name, body in SIGNED_POSTS.items() for field in body]
)
async def test_a_signed_body_lacks_nothing(caller: Caller, name: str, field: str) -> None:
    body = {kept: value for kept, value in SIGNED_POSTS[name].items() if kept != field}

    _told(400, await caller.signed_post(name, body))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("c2s/auth/generate-payload", {}),
        ("c2s/auth/generate-payload", {"partnerId": 7}),
        ("c2s/auth/generate-payload", {"partnerId": None}),
        ("c2s/auth/refresh", {}),
        ("c2s/auth/refresh", {"refreshToken": 7}),
        ("s2s/auth/refresh", {}),
        ("s2s/auth/refresh", {"refreshToken": None}),
        ("c2s/wallet/create-btc", {}),
        ("c2s/wallet/create-btc", {"address": ""}),
        ("c2s/wallet/create-btc", {"address": 7}),
        ("c2s/wallet/create-btc", {"address": "1" * 256}),
        ("c2s/wallet/create-btc", {"address": "not an address"}),
        ("c2s/wallet/create-btc", {"address": BTC[:-2] + "T4"}),
        ("c2s/wallet/create-btc", {"address": "0x52908400098527886E0F7030069857D2E4169EE7"}),
        ("c2s/wallet/create-btc", {"address": BTC + "\n"}),
        ("c2s/auth/check-proof", {}),
        ("c2s/auth/check-proof", {"tonWallet": None}),
        ("c2s/auth/check-proof", {"tonWallet": []}),
    ],
    ids=lambda part: str(part)[:60],
)
async def test_a_body_holds_what_is_documented(user: Caller, name: str, body: object) -> None:
    _told(400, await user.post(name, body))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("device", None),
        ("device.platform", "toaster"),
        ("device.platform", None),
        ("device.appName", 7),
        ("device.appVersion", None),
        ("device.maxProtocolVersion", "2"),
        ("device.maxProtocolVersion", None),
        ("device.features", {}),
        ("device.features", None),
        ("account", "0:00"),
        ("account.address", None),
        ("account.chain", -239),
        ("account.chain", "-240"),
        ("account.walletStateInit", None),
        ("account.walletStateInit", "A" * 16_385),
        ("account.publicKey", 7),
        ("provider", "carrier pigeon"),
        ("provider", None),
        ("connectItems", None),
        (ITEM, {"name": "ton_proof", "error": {"code": 400}}),
        (f"{ITEM}.name", "ton_addr"),
        (f"{PROOF}.timestamp", "1790000000"),
        (f"{PROOF}.timestamp", -1),
        (f"{PROOF}.timestamp", 2**64),
        (f"{PROOF}.timestamp", None),
        (f"{PROOF}.timestamp", 1.5),
        (f"{PROOF}.domain", "miners.example.org"),
        (f"{PROOF}.domain.lengthBytes", "18"),
        (f"{PROOF}.domain.value", None),
        (f"{PROOF}.payload", None),
        (f"{PROOF}.signature", None),
    ],
)
async def test_a_wallet_holds_what_is_documented(caller: Caller, path: str, wrong: object) -> None:
    answer = await caller.post("c2s/auth/check-proof", {"tonWallet": changed(WALLET, path, wrong)})

    _told(400, answer)
    assert path.rsplit(".", maxsplit=1)[-1] in answer.body["message"]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'"x"', id="a string"),
        pytest.param(b"{", id="half"),
        pytest.param(b'{"partnerId":"demo-partner","partnerId":"demo-partner"}', id="twice"),
        pytest.param(b'{"partnerId":"demo-partner","x":NaN}', id="NaN"),
        pytest.param(b'{"partnerId":"demo-partner","x":{"y":1,"y":1}}', id="twice inside"),
        pytest.param(b'{"partnerId":"demo-partner","x":%s}' % (b"[" * 20_000), id="deep"),
        pytest.param(b'{"partnerId":"demo-partner","x":%s}' % (b"1" * 5000), id="a long number"),
        pytest.param(b'\xef\xbb\xbf{"partnerId":"demo-partner"}', id="byte order mark"),
        pytest.param('{"partnerId":"demo-partner"}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"partnerId":"demo-partner","x":"\xff"}', id="not UTF-8"),
    ],
)
async def test_a_body_is_a_plain_json_object(caller: Caller, raw: bytes) -> None:
    _told(400, await caller.send("POST", f"{PREFIX}c2s/auth/generate-payload", body=raw))


async def test_a_body_says_that_it_is_json(caller: Caller) -> None:
    body = json.dumps({"partnerId": "demo-partner"}).encode()
    headers = {"Content-Type": "text/plain"}

    _told(
        415,
        await caller.send("POST", f"{PREFIX}c2s/auth/generate-payload", body=body, headers=headers),
    )


async def test_a_body_is_not_large(caller: Caller) -> None:
    body = b'{"partnerId":"demo-partner","x":"%s"}' % (b"x" * 65_536)

    _told(413, await caller.send("POST", f"{PREFIX}c2s/auth/generate-payload", body=body))


async def test_what_the_document_does_not_name_is_tolerated(user: Caller) -> None:
    named = await user.post("c2s/auth/generate-payload", {"partnerId": "demo-partner", "x": 1.5})
    asked = await user.get("c2s/nft/get-my", {"x": "y"})

    assert named.status == asked.status == 200


@pytest.mark.parametrize(
    "query",
    ["limit=1&limit=1", "limit=1&l%69mit=2", "x=%ff", "%ff=x"],
    ids=["twice", "hidden", "bytes", "bytes in a name"],
)
async def test_a_query_is_unambiguous(user: Caller, query: str) -> None:
    headers = {"Authorization": f"Bearer {user.jwt}"}

    _told(400, await user.send("GET", f"{PREFIX}c2s/nft/get-my?{query}", headers=headers))


async def test_another_partner_is_unknown(caller: Caller) -> None:
    _told(404, await caller.post("c2s/auth/generate-payload", {"partnerId": "somebody-else"}))


@pytest.mark.parametrize("name", USER_ONLY)
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x.y.z", "Basic dTpw", "Bearer \udcff", "tma x"],
    ids=ascii,
)
async def test_a_user_shows_a_jwt(caller: Caller, name: str, header: str) -> None:
    _told(401, await caller.get(name, Authorization=header))


async def test_binding_takes_a_jwt(caller: Caller) -> None:
    _told(401, await caller.post("c2s/wallet/create-btc", {"address": BTC}))


@pytest.mark.parametrize("key", ["", "the-keY", "the-key2", "\udcff"], ids=ascii)
async def test_the_key_is_the_very_key(caller: Caller, key: str) -> None:
    path = f"{PREFIX}s2s/nft-collection/find-all-generative"

    _told(403, await caller.send("GET", path, headers={"X-PARTNER-API-KEY": f"{key}"}))


@pytest.mark.parametrize("name", [*PAGED_S2S, "s2s/nft-collection/find-all-generative"])
async def test_server_reads_take_the_key(caller: Caller, name: str) -> None:
    _told(403, await caller.get(name))


@pytest.mark.parametrize("name", SIGNED_POSTS)
async def test_server_writes_take_the_key(caller: Caller, name: str) -> None:
    _told(403, await caller.post(name, SIGNED_POSTS[name]))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"{PREFIX}c2s/nothing", 404),
        ("GET", f"{PREFIX}c2s/auth/generate-payload", 405),
        ("POST", f"{PREFIX}c2s/nft/get-my", 405),
        ("HEAD", f"{PREFIX}c2s/nft/get-my", 405),
        ("GET", "/api/partner/auth/init", 404),
    ],
)
async def test_only_the_documented_paths_exist(
    caller: Caller, method: str, path: str, status: int
) -> None:
    answer = await caller.send(method, path)

    assert answer.status == status
