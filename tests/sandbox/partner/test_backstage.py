"""What the real partner lacks: pictures from loopback, a document of itself, a command."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.request import urlopen

import pytest
from PIL import Image

from core.model import TonNetwork
from sandbox import __main__ as sandbox
from sandbox.partner import PartnerOptions, backstage, command
from sandbox.partner.operations import OPERATIONS
from sandbox.partner.pictures import picture
from sandbox.partner.refusal import RefusedError, refusal
from sandbox.partner.wire import to_json
from tests.sandbox.partner.caller import OPTIONS, Caller, calling


async def test_a_miner_has_two_pictures_and_they_are_the_partners_own(user: Caller) -> None:
    miner = (await user.get("c2s/nft/get-my", {"limit": 1})).rows[0]

    sizes = []
    for name in ("imageUrl", "smallImageUrl"):
        assert miner[name].startswith(f"{user.url}/")
        image = await user.send("GET", miner[name].removeprefix(user.url))
        sizes.append(Image.open(BytesIO(image.body)).size)
        assert image.headers["Content-Type"].startswith("image/png")
        assert "immutable" in image.headers["Cache-Control"]

    assert sizes == [(512, 512), (96, 96)]


def test_pictures_differ_and_stay_the_same() -> None:
    assert len({picture(number, small=True) for number in range(200)}) == 200
    assert picture(7) == picture(7)


async def test_pictures_can_be_said_to_be_elsewhere() -> None:
    async with calling(replace(OPTIONS, image_base_url="https://pictures.example")) as caller:
        await caller.sign_in()

        miner = (await caller.get("c2s/nft/get-my", {"limit": 1})).rows[0]

    assert miner["imageUrl"] == f"https://pictures.example/images/{miner['id']}.png"


@pytest.mark.parametrize("name", ["x.png", "1.svg", "1-big.png", "1234567890123.png"])
async def test_only_miners_have_pictures(caller: Caller, name: str) -> None:
    assert (await caller.send("GET", f"/images/{name}")).status == 404


async def test_there_is_a_page_that_names_every_operation(caller: Caller) -> None:
    page = await caller.send("GET", "/")

    assert page.headers["Content-Type"].startswith("text/html")
    assert all(operation.path in page.body for operation in OPERATIONS)


async def test_the_openapi_document_describes_all_19_operations(caller: Caller) -> None:
    document = (await caller.send("GET", "/openapi.json")).body

    described = {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert document["openapi"] == "3.1.0"
    assert set(described) == {(each.method, each.path) for each in OPERATIONS}
    assert len(described) == 19
    assert len({each["operationId"] for each in described.values()}) == 19
    schemas = document["components"]["schemas"]
    assert {str(ref) for ref in _refs(document)} <= {
        f"#/components/schemas/{name}" for name in schemas
    }


async def test_the_openapi_document_prints_the_documented_constraints(caller: Caller) -> None:
    document = (await caller.send("GET", "/openapi.json")).body
    prefix = "/api/partner/"

    asked = document["paths"][f"{prefix}s2s/nft-income/find-by-user"]["get"]
    parameters = {each["name"]: (each["required"], each["schema"]) for each in asked["parameters"]}
    required = {name for name, (needed, _) in parameters.items() if needed}
    assert required == {"partnerUserId", "signature", "timestamp"}
    assert set(parameters) == required | {"recvWindow", "limit", "offset"}
    limit = parameters["limit"][1]
    assert (limit["type"], limit["pattern"], limit["maxLength"]) == ("string", r"^\d{1,3}$", 3)
    assert asked["security"] == [{"partnerAuth": []}]

    written = document["paths"][f"{prefix}s2s/nft-payment/init"]["post"]
    body = written["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["required"]) == {
        "userId",
        "nftCollectionId",
        "externalId",
        "signature",
        "timestamp",
    }
    assert (body["properties"]["externalId"]["minLength"]) == 1
    assert (body["properties"]["userId"]["minimum"]) == 1
    answer = written["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["properties"]["data"]["properties"]["value"]["type"] == "number"


def _refs(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for inner in node.values():
            yield from _refs(inner)
    if isinstance(node, list):
        for inner in node:
            yield from _refs(inner)


@pytest.mark.parametrize(
    ("remote", "let_in"),
    [("127.0.0.1", True), ("::1", True), ("192.0.2.7", False), (None, False)],
)
def test_log_and_faults_answer_to_loopback_only(remote: str | None, *, let_in: bool) -> None:
    request: Any = SimpleNamespace(remote=remote)
    if let_in:
        backstage._only_loopback(request)
    else:
        with pytest.raises(RefusedError):
            backstage._only_loopback(request)


def test_json_numbers_are_exact_and_text_is_escaped() -> None:
    value = {
        "a": [Decimal("0.000000494"), Decimal("1E+2"), Decimal("0.10"), Decimal("0E-12")],
        "b": {"c": 'Ž"\n', "d": None, "e": True, "f": 7},
        "g": [],
        "h": {},
        "i": Decimal("12345678901234567890.123456789"),
    }

    assert to_json(value).decode() == (
        '{"a":[4.94e-7,100,0.1,0],"b":{"c":"Ž\\"\\n","d":null,"e":true,"f":7},"g":[],"h":{},'
        '"i":12345678901234567890.12345679}'
    )


def test_a_status_without_a_name_is_an_error_too() -> None:
    assert refusal(599) == {"statusCode": 599, "message": "Error", "error": "Error"}


def test_secrets_do_not_show_in_the_options() -> None:
    shown = repr(PartnerOptions(api_key="k-e-y", api_secret="s-e-c"))

    assert "k-e-y" not in shown
    assert "s-e-c" not in shown


def _stop_when_it_answers(url: str, seen: list[bytes]) -> None:
    while not seen:
        try:
            with urlopen(f"{url}/openapi.json", timeout=5) as answer:  # noqa: S310  # loopback
                seen.append(answer.read())
        except OSError:
            continue
    os.kill(os.getpid(), signal.SIGINT)


def test_the_command_serves_until_it_is_interrupted(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    seen: list[bytes] = []
    visitor = Thread(target=_stop_when_it_answers, args=(f"http://127.0.0.1:{port}", seen))
    visitor.start()

    told = ["partner", "--port", str(port), "--api-secret", "s-e-c", "--fail", "*=503"]
    status = sandbox.main(told)

    visitor.join()
    said = capsys.readouterr().out
    assert status == 0
    assert seen
    assert f"Sandbox partner on http://127.0.0.1:{port}\n" in said
    assert "PARTNER_API_KEY=sandbox-api-key\n" in said
    assert "PARTNER_API_SECRET=s-e-c\n" in said


def test_every_option_reaches_the_partner(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []

    async def serve(options: PartnerOptions, host: str, port: int) -> None:
        served.append((options, host, port))

    monkeypatch.setattr(command, "_serve", serve)
    line = (
        "partner --host ::1 --port 0 --partner-id p --api-key k --api-secret s --domain d.e"
        " --network -3 --token-ttl 60 --miners 0 --latency 0.5 --error-rate 0.25"
        " --require-key-on-c2s --fail c2s/nft/get-my=503 --fail *=drop"
    )

    assert sandbox.main(line.split()) == 0

    [(options, host, port)] = served
    assert (host, port) == ("::1", 0)
    assert options == PartnerOptions(
        partner_id="p",
        api_key="k",
        api_secret="s",
        domain="d.e",
        networks=frozenset({TonNetwork.TESTNET}),
        token_ttl=60,
        latency=0.5,
        error_rate=0.25,
        fail={"c2s/nft/get-my": 503, "*": "drop"},
        require_key_on_c2s=True,
        miners=0,
    )


@pytest.mark.parametrize(
    "told",
    [
        "--port 70000",
        "--port x",
        "--token-ttl 0",
        "--miners 1000",
        "--latency -1",
        "--error-rate 2",
        "--network -5",
        "--what",
    ],
)
def test_an_option_that_makes_no_sense_is_named(
    told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        sandbox.main(["partner", *told.split()])

    assert stopped.value.code == 2
    assert told.split(maxsplit=1)[0] in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["nothing=500", "c2s/nft/get-my=200", "c2s/nft/get-my"])
def test_a_fault_that_makes_no_sense_stops_the_command(
    fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sandbox.main(["partner", "--port", "0", "--fail", fault]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_without_a_part_the_whole_stage_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def stage(arguments: list[str]) -> int:
        seen.append(arguments)
        return 7

    monkeypatch.setitem(sys.modules, "sandbox.command", SimpleNamespace(main=stage))

    assert sandbox.main(["--port", "0"]) == 7
    assert seen == [["--port", "0"]]
