"""The sockets that are listened on: one for each process, all at the same address.

Each is bound with SO_REUSEPORT, by the supervisor, and inherited by one worker after the other.
Measured, two workers under uvloop, 64 connections at once and kept:

- one socket that both inherit: 64 and 0, 54 and 10; whoever wakes first takes them all, and a
  proxy that keeps its connections keeps that. One connection per turn of the loop: 55 and 9.
- a socket of its own for each: 28 to 36 of 64, since the kernel spreads them. But whatever waits
  in a socket is lost when its owner closes it: 62 of 900 requests in four restarts.
- sockets that the supervisor keeps open: spread as well, and 0 of 800 lost. What waits in a socket
  waits for the next owner; while there is none, another worker accepts from it, too.

gunicorn's worker for aiohttp shares one socket, the first case, and would bring a dependency, a
process that imports the application, and no draining.
"""

from __future__ import annotations

import socket
from contextlib import ExitStack

from core.errors import SettingsError

BACKLOG = 1024


def open_lanes(host: str, port: int, count: int = 1) -> list[socket.socket]:
    """Return *count* sockets bound to one address; `accepting` them is left to whoever serves.

    `SettingsError` where it cannot be had, or where anybody listens there already.
    """
    try:
        with ExitStack() as stack:
            first = stack.enter_context(_bound(host, port, shared=False))
            if count == 1:
                stack.pop_all()
                return [first]
            # Shared from the start it would silently have joined a stranger's.
            port = first.getsockname()[1]
            first.close()
            lanes = [stack.enter_context(_bound(host, port, shared=True)) for _ in range(count)]
            stack.pop_all()
            return lanes
    except OSError as error:
        raise SettingsError(
            f"HOST, PORT: cannot listen on {host}:{port}: {error.strerror}"
        ) from error


def address_of(lane: socket.socket) -> str:
    """Return where *lane* is, as a URL."""
    host, port = lane.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        bound.bind(address)
        bound.setblocking(False)  # noqa: FBT003  # the library's signature
    except OSError:
        bound.close()
        raise
    return bound
