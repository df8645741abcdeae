"""The address a request comes from."""

from __future__ import annotations

from ipaddress import ip_address

from aiohttp import web

from core.settings import IpNetwork
from webapp.keys import SETTINGS


def client_address(request: web.Request) -> str:
    """Return the caller's address, as far as those we trust vouch for it.

    X-Forwarded-For is read from the right: each trusted proxy appended the address it saw, and
    what stands left of the first stranger is that stranger's invention.
    """
    trusted = request.app[SETTINGS].trusted_proxies
    address = request.remote or ""
    hops = [hop.strip() for line in _forwarded(request) for hop in line.split(",")]
    while hops and _is_among(address, trusted):
        address = hops.pop()
    return address


def _forwarded(request: web.Request) -> list[str]:
    return request.headers.getall("X-Forwarded-For", [])


def _is_among(address: str, networks: tuple[IpNetwork, ...]) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in networks)
