"""The operators' command, as an operator sees it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.ton_proof.__main__ import main
from core.ton_proof.proof_file import MAX_FILE_BYTES
from tests.proofs import (
    DOMAIN,
    OTHER_KEY,
    PAYLOAD,
    SIGNED_AT,
    USER_KEY,
    changed,
    make_proof,
    signed_by,
)
from tests.shared import SHARED, vectors

ASKED = ["--domain", DOMAIN, "--now", str(SIGNED_AT)]

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command and return its exit code, its output and its complaints."""

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main(["check", *map(str, arguments)])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[object], Path]:
    def keep(content: object) -> Path:
        file = tmp_path / "proof.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        return file

    return keep


def flat(wallet: dict[str, Any], **more: object) -> dict[str, Any]:
    account = wallet["account"]
    return {
        "address": account["address"],
        "network": account["chain"],
        "publicKey": account["publicKey"],
        "walletStateInit": account["walletStateInit"],
        "proof": wallet["connectItems"]["tonProof"]["proof"],
        **more,
    }


VALID = {
    "verdict": "valid",
    "reason": None,
    "walletVersion": "v4r2",
    "address": make_proof()["account"]["address"],
    "publicKey": bytes(USER_KEY.verify_key).hex(),
    "cautions": [],
}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(make_proof(), id="tonWallet"),
        pytest.param({"tonWallet": make_proof()}, id="the request's body"),
        pytest.param(flat(make_proof()), id="an entry"),
        pytest.param([flat(make_proof(), id="one")], id="a list of one"),
        pytest.param(
            flat(
                make_proof(),
                network=None,
                publicKey=None,
                publicKeyFromStateInit=bytes(USER_KEY.verify_key).hex(),
            ),
            id="an entry without network and key",
        ),
    ],
)
def test_a_valid_proof_is_shown_and_exits_0(
    command: Command, kept: Callable[[object], Path], content: object
) -> None:
    code, out, err = command(*ASKED, "--network", "-239", "--payload", PAYLOAD, kept(content))

    assert (code, json.loads(out), err) == (0, VALID, "")


def test_an_invalid_proof_shows_why_and_exits_1(
    command: Command, kept: Callable[[object], Path]
) -> None:
    code, out, _ = command(*ASKED, "--network", "-3", kept(make_proof()))

    assert code == 1
    assert json.loads(out) == {
        **dict.fromkeys(VALID),
        "verdict": "invalid",
        "reason": "chain_not_allowed",
        "cautions": [],
    }


def test_an_undecidable_proof_shows_its_address_and_exits_3(
    command: Command, kept: Callable[[object], Path]
) -> None:
    wallet = make_proof(version="highload")

    code, out, _ = command(*ASKED, kept(wallet))

    assert code == 3
    assert json.loads(out) == {
        **dict.fromkeys(VALID),
        "verdict": "undecidable",
        "reason": "unknown_wallet",
        "address": wallet["account"]["address"],
        "cautions": [],
    }


def test_a_caution_is_shown(command: Command, kept: Callable[[object], Path]) -> None:
    wallet = changed(make_proof(version="v5r1"), "account.chain", "-3")

    code, out, _ = command(*ASKED, "--network", "-3", "--network", "-239", kept(wallet))

    assert (code, json.loads(out)["cautions"]) == (0, ["other_network"])


def test_nothing_signed_is_printed(command: Command, kept: Callable[[object], Path]) -> None:
    wallet = signed_by(OTHER_KEY, make_proof())
    proof = wallet["connectItems"]["tonProof"]["proof"]

    for arguments in (ASKED, [*ASKED, "--payload", "another"]):
        _, out, err = command(*arguments, kept(wallet))
        assert proof["payload"] not in out + err
        assert proof["signature"] not in out + err


def test_the_payload_asked_for_has_to_be_the_one_signed(
    command: Command, kept: Callable[[object], Path]
) -> None:
    _, out, _ = command(*ASKED, "--payload", "another", kept(make_proof()))

    assert json.loads(out)["reason"] == "payload_mismatch"


def test_without_a_time_it_is_now(command: Command, kept: Callable[[object], Path]) -> None:
    _, out, _ = command("--domain", DOMAIN, kept(make_proof(at=1_600_000_000)))

    assert json.loads(out)["reason"] == "too_old"


def test_an_entry_is_picked_from_a_list(command: Command, kept: Callable[[object], Path]) -> None:
    entries = [flat(make_proof(), id="one"), flat(make_proof(version="v3r2"), id="two")]

    _, out, _ = command(*ASKED, "--entry", "two", kept(entries))

    assert json.loads(out)["walletVersion"] == "v3r2"


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        pytest.param(b"", [], "not JSON", id="empty"),
        pytest.param(b"\xff\xfe\xff", [], "not JSON", id="no text"),
        pytest.param(b"[" * 100_000, [], "not JSON", id="nested without end"),
        pytest.param(b'{"a": ' + b"1" * 5000 + b"}", [], "not JSON", id="a huge number"),
        pytest.param(b" " * (MAX_FILE_BYTES + 1), [], "over 1048576 bytes", id="too long"),
        pytest.param(b"{}", [], "device: Field required", id="another object"),
        pytest.param(b"7", [], "content: Input should be", id="no object"),
        pytest.param(b'{"tonWallet": 7}', [], "content: Input should be", id="no wallet"),
        pytest.param(b'{"proof": {}}', [], "account.address: Input should be", id="half an entry"),
        pytest.param(b"[]", [], "a list of 0 proofs", id="an empty list"),
        pytest.param(b"[7, 8]", [], "none has an id", id="a list of numbers"),
        pytest.param(b'[{"id": "a"}, {"id": "b"}]', [], "--entry: a, b", id="which?"),
        pytest.param(b'[{"id": "a"}]', ["--entry", "c"], "--entry: a", id="no such entry"),
    ],
)
def test_an_unreadable_file_is_named_and_exits_2(
    command: Command, tmp_path: Path, content: bytes, arguments: list[str], said: str
) -> None:
    file = tmp_path / "proof.json"
    file.write_bytes(content)

    code, out, err = command(*ASKED, *arguments, file)

    assert (code, out) == (2, "")
    assert str(file) in err
    assert said in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_exits_2(command: Command, tmp_path: Path) -> None:
    code, _, err = command(*ASKED, tmp_path / "nowhere.json")

    assert code == 2
    assert "No such file" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--network", "-4"], "--network", id="network"),
        pytest.param(["--now", "yesterday"], "unix time", id="no time"),
        pytest.param(["--now", "9" * 30], "unix time", id="a time too far"),
        pytest.param(["--domain", "localhost"], "a host with a dot", id="domain"),
        pytest.param(["--payload", "\udcff"], "UTF-8", id="payload"),
    ],
)
def test_a_wrong_question_exits_2(command: Command, arguments: list[str], said: str) -> None:
    code, _, err = command(*ASKED, *arguments, "proof.json")

    assert code == 2
    assert said in err


def test_the_exit_codes_are_told(command: Command) -> None:
    code, out, _ = command("--help")

    assert code == 0
    assert re.search("0 valid, 1 invalid, 2 .*, 3 undecidable", out)


def test_every_published_proof_replays_whatever_the_length_of_its_payload(
    command: Command,
) -> None:
    for entry in vectors("ton-connect/proof_vectors.json"):
        proof = entry["proof"]

        code, out, _ = command(
            "--domain",
            proof["domain"]["value"],
            "--now",
            proof["timestamp"],
            f"--payload={proof['payload']}",
            "--entry",
            entry["id"],
            SHARED / "ton-connect/proof_vectors.json",
        )

        assert (code, json.loads(out)["address"]) == (0, entry["address"])


def test_it_runs_as_a_module(kept: Callable[[object], Path]) -> None:
    arguments = [*ASKED, "--network", "-239", str(kept(make_proof()))]

    done = subprocess.run(
        [sys.executable, "-m", "core.ton_proof", "check", *arguments],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )

    assert json.loads(done.stdout) == VALID
