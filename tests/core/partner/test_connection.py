"""Connections: kept, reused, ended; and answers cut into any pieces."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import ipaddress
import itertools
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PartnerBrokenError, PartnerError, PartnerUnreachableError
from core.partner import open_http, transport
from core.partner.connection import Connection, Reply
from core.partner.transport import Http, exchange

OK = b"HTTP/1.1 200 OK\r\n"
HELLO = OK + b"Content-Length: 5\r\n\r\nhello"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
PACKED = gzip.compress(b"hello")


@dataclass
class Server:
    """Answers each request with the same bytes and counts the connections it was asked over."""

    answer: bytes
    hangs_up: bool = False
    connections: list[asyncio.StreamWriter] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    url: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(writer)
        try:
            while True:
                self.requests.append(await reader.readuntil(b"\r\n\r\n"))
                self.asked.set()
                writer.write(self.answer)
                if self.hangs_up:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving(
    answer: bytes, *, hangs_up: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    server = Server(answer, hangs_up)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    port = listener.sockets[0].getsockname()[1]
    server.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield server
    finally:
        listener.close()
        for connection in server.connections:
            connection.close()


async def ask(http: Http, server: Server) -> bytes:
    return (await exchange(http, "GET", f"{server.url}/", {}, None)).body


@pytest.mark.parametrize(
    ("answer", "hangs_up"),
    [
        pytest.param(HELLO, False, id="a length"),
        pytest.param(CHUNKED, False, id="chunks"),
        pytest.param(OK + b"\r\nhello", True, id="the end of the connection"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\n\r\n" + HELLO, False, id="hints before it"),
        pytest.param(
            OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(PACKED) + PACKED,
            False,
            id="packed",
        ),
        pytest.param(OK.replace(b"1.1", b"1.0") + b"\r\nhello", True, id="HTTP/1.0"),
    ],
)
async def test_a_body_is_read_whole_however_it_ends(answer: bytes, hangs_up: bool) -> None:  # noqa: FBT001  # a parameter of the test
    async with serving(answer, hangs_up=hangs_up) as server, open_http(5.0) as http:
        assert await ask(http, server) == b"hello"


async def test_one_connection_carries_one_request_after_another() -> None:
    async with serving(HELLO) as server, open_http(5.0) as http:
        for _ in range(5):
            await ask(http, server)

    assert len(server.requests) == 5
    assert len(server.connections) == 1


async def test_a_connection_is_kept_for_the_host_it_leads_to() -> None:
    other = HELLO.replace(b"hello", b"other")
    async with serving(HELLO) as here, serving(other) as there, open_http(5.0) as http:
        assert await ask(http, here) == b"hello"
        assert await ask(http, there) == b"other"


async def test_requests_at_once_have_a_connection_each() -> None:
    async with serving(HELLO) as server, open_http(5.0) as http:
        await asyncio.gather(*(ask(http, server) for _ in range(3)))
        await asyncio.gather(*(ask(http, server) for _ in range(3)))

    assert len(server.connections) == 3


async def test_a_connection_idle_for_long_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "IDLE", 0.0)
    async with serving(HELLO) as server, open_http(5.0) as http:
        await ask(http, server)
        await ask(http, server)

    assert len(server.connections) == 2


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(HELLO.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), id="it says so"),
        pytest.param(HELLO + HELLO, id="it says more than was asked"),
    ],
)
async def test_a_connection_that_cannot_go_on_is_not_used_again(answer: bytes) -> None:
    async with serving(answer) as server, open_http(5.0) as http:
        assert await ask(http, server) == b"hello"
        await asyncio.sleep(0.05)
        assert await ask(http, server) == b"hello"

    assert len(server.connections) == 2


async def test_a_connection_the_partner_closed_meanwhile_is_not_used_again() -> None:
    async with serving(HELLO) as server, open_http(5.0) as http:
        await ask(http, server)
        server.connections[0].close()
        await asyncio.sleep(0.05)

        assert await ask(http, server) == b"hello"


async def test_who_hangs_up_leaves_no_connection_behind() -> None:
    async with serving(b"") as server, open_http(5.0) as http:
        asking = asyncio.ensure_future(ask(http, server))
        await server.asked.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

        server.answer = HELLO
        assert await ask(http, server) == b"hello"
        assert server.connections[0].is_closing()

    assert len(server.connections) == 2


async def test_closing_ends_what_is_idle() -> None:
    async with serving(HELLO) as server:
        async with open_http(5.0) as http:
            await ask(http, server)
        await asyncio.sleep(0.05)

        assert server.connections[0].is_closing()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(
            OK + b"Content-Encoding: br\r\nContent-Length: 5\r\n\r\nhello", "unpack", id="brotli"
        ),
        pytest.param(
            OK + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\n" + PACKED[:9],
            "cut short",
            id="half of a packed body",
        ),
    ],
)
async def test_a_body_that_does_not_unpack_is_broken(answer: bytes, said: str) -> None:
    async with serving(answer) as server, open_http(5.0) as http:
        with pytest.raises(PartnerBrokenError, match=said):
            await ask(http, server)


async def test_a_name_that_cannot_be_looked_up_is_unreachable() -> None:
    async with open_http(5.0) as http:
        with pytest.raises(PartnerUnreachableError, match="name"):
            await exchange(http, "GET", f"http://{'x' * 64}.invalid/", {}, None)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Return a certificate for 127.0.0.1 that signs itself, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "partner")])
    now = dt.datetime.now(dt.UTC)
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(loopback, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "partner.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context


async def test_a_partner_whose_certificate_is_trusted_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    async with serving(HELLO, tls=context) as server, open_http(5.0) as http:
        assert await ask(http, server) == b"hello"
        assert await ask(http, server) == b"hello"

    assert len(server.connections) == 1


async def test_a_partner_whose_certificate_is_not_trusted_is_told_nothing(tmp_path: Path) -> None:
    _, context = certificate(tmp_path)

    async with serving(HELLO, tls=context) as server, open_http(5.0) as http:
        with pytest.raises(PartnerUnreachableError, match="TLS: CERTIFICATE_VERIFY_FAILED"):
            await ask(http, server)

    assert server.requests == []


class Wire(asyncio.Transport):
    """A transport that only knows whether it was closed."""

    closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send into the void."""

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    abort = close


async def hear(pieces: list[bytes]) -> Reply:
    """Return what a connection makes of an answer in *pieces*, after which the partner hangs up."""
    connection = Connection()
    connection.connection_made(Wire())
    late_at = asyncio.get_running_loop().time() + 60
    asking = asyncio.ensure_future(connection.ask(b"GET / HTTP/1.1\r\n\r\n", late_at))
    await asyncio.sleep(0)
    for piece in pieces:
        connection.data_received(piece)
    connection.connection_lost(None)
    return await asking


@given(
    st.sampled_from([HELLO, CHUNKED, b"HTTP/1.1 100 Continue\r\n\r\n" + HELLO]),
    st.lists(st.integers(0, 80), max_size=8),
)
def test_an_answer_means_the_same_in_any_pieces(answer: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(answer), *(cut for cut in cuts if cut < len(answer))})
    pieces = [answer[start:end] for start, end in itertools.pairwise(places)]

    assert asyncio.run(hear(pieces)).body == b"hello"


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [
                    OK,
                    b"\r\n",
                    b"Content-Length: 5\r\n\r\n",
                    b"Transfer-Encoding: chunked\r\n\r\n",
                    b"Content-Encoding: gzip\r\n",
                    zlib.compress(b"hello"),
                    b"hello",
                ]
            ),
        ),
        max_size=6,
    )
)
def test_whatever_comes_there_is_an_answer_or_a_name_for_it(pieces: list[bytes]) -> None:
    try:
        reply = asyncio.run(hear(pieces))
    except PartnerError:
        return
    assert 200 <= reply.status <= 999
