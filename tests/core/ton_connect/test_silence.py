"""What a sign-in says to nobody, and what a process without a bot never loads."""

from __future__ import annotations

import asyncio
import logging
import sys

import pytest
from structlog.testing import capture_logs

from core.errors import AppError
from core.logs import QUIET
from core.ton_connect.connector import Attempt
from sandbox.http_wallet import Decision
from tests.core.ton_connect.town import ADA, Town, account


async def test_no_log_line_holds_a_proof_a_key_a_link_or_an_address(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = [account().address.removeprefix("0:")]
    said: list[str] = []
    for name in QUIET:
        caplog.set_level(logging.WARNING, logger=name)
    with caplog.at_level(logging.DEBUG), capture_logs() as lines:
        async with town.sign_in() as sign_in:
            for decision in Decision:
                async with sign_in.connecting(ADA, town.app) as connecting:
                    said += [repr(connecting), repr(connecting._asking)]
                    secrets += _secrets(town, connecting.link, connecting._asking)
                    await town.send(connecting.link, {"event": "other"})
                    wallet = await town.answer(connecting.link, decision)
                    secrets.append(wallet.client_id)
                    try:
                        await connecting.wait()
                    except AppError as error:
                        said.append(f"{error!r} {error.__cause__!r} {error.__context__!r}")
            await sign_in.disconnect(ADA)

    names = {line["event"] for line in lines}
    assert names >= {"wallet_letter_ignored", "partner_call"}
    everything = f"{said} {lines} {caplog.text}"
    assert [secret for secret in secrets if secret in everything] == []


def _secrets(town: Town, link: str, asking: object) -> list[str]:
    assert isinstance(asking, Attempt)
    session = asking._session
    private = session.kept["session_private_key"]
    proof = town.event(link)["payload"]["items"][1]["proof"]
    return [link, session.client_id, private, proof["payload"], proof["signature"]]


async def test_a_process_that_asks_no_wallet_does_not_load_the_library() -> None:
    code = "import sys, core.chat_sign_in; print('pytonconnect' in sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()

    assert said.decode().strip() == "False"
