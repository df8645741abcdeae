"""A partner that answers at once: faster than every candidate, so it never is what is measured.

`python -m bench.upstream` prints its port.
"""

from __future__ import annotations

import asyncio
import json
import sys

import uvloop

MINERS = [
    {
        "id": 100_000 + n,
        "createdAt": "2025-08-24T14:15:22Z",
        "name": f"Greedy Machine #{100_000 + n}",
        "power": 16.5 + n,
        "energyEfficiency": 15.25,
        "imageUrl": f"https://static.partner.example/nft/{100_000 + n}/full-size-picture.png",
        "smallImageUrl": f"https://static.partner.example/nft/{100_000 + n}/small-picture.png",
    }
    for n in range(20)
]
INCOME_PER_TH = {
    "incomePerTh": 4.94e-7,
    "btcRate": 78862.65,
    "gominingRate": 0.41,
    "kwt": 0.05,
    "serviceCost": 0.0089,
}


def _response(data: object) -> bytes:
    body = json.dumps({"data": data}, separators=(",", ":")).encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


ANSWERS = (
    (b"/nft/get-my", _response({"array": MINERS})),
    (b"/income-statistic/get-income-per-th", _response(INCOME_PER_TH)),
)


class Upstream(asyncio.Protocol):
    """Answers every request by what stands in its first line; requests here have no body."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self.transport = transport
        self.rest = b""

    def data_received(self, data: bytes) -> None:
        """Answer every request that has arrived whole."""
        *requests, self.rest = (self.rest + data).split(b"\r\n\r\n")
        for request in requests:
            line = request[: request.index(b"\r\n")]
            answer = next(answer for path, answer in ANSWERS if path in line)
            self.transport.write(answer)  # type: ignore[attr-defined]  # it is a Transport


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Upstream, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve())
