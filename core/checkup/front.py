"""What stands in front of the web app: do limits count people or a proxy."""

from __future__ import annotations

from ipaddress import ip_address

from core.checkup.finding import Finding, fine, note, wrong
from core.settings import Settings

FRONT = "front"


def judged(settings: Settings) -> Finding:
    """Return what the settings say of the proxies in front."""
    trusted = settings.trusted_proxies
    if any(network.prefixlen == 0 for network in trusted):
        said = "TRUSTED_PROXIES is the whole internet: anybody may claim any address"
        return wrong(FRONT, said, "name the networks of your own proxies")
    if trusted:
        names = ", ".join(map(str, trusted))
        return fine(FRONT, f"X-Forwarded-For is believed from {names}")
    if settings.public_url.startswith("https://"):
        # This process speaks no TLS: whoever does is another, and nobody is told apart behind it.
        said = "PUBLIC_URL is https, so a proxy is in front, and TRUSTED_PROXIES names none"
        return wrong(FRONT, said, "name it, or all users share the limits of one address")
    if not _is_loopback(settings.host):
        todo = "HOST=127.0.0.1 keeps it to this machine"
        return note(FRONT, f"plain http on {settings.host}, with nothing in front", todo)
    return fine(FRONT, "nothing: this machine alone")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
