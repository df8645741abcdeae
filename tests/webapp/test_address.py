import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from tests.settings import settings
from webapp.address import client_address
from webapp.keys import SETTINGS


def asked(remote: str, forwarded: list[str], trusted: str) -> str:
    app = web.Application()
    app[SETTINGS] = settings(trusted_proxies=trusted)
    headers = [("X-Forwarded-For", value) for value in forwarded]
    request = make_mocked_request("GET", "/", headers=headers, app=app)
    return client_address(request.clone(remote=remote))


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "address"),
    [
        pytest.param("192.0.2.1", [], "", "192.0.2.1", id="directly"),
        pytest.param("192.0.2.1", ["198.51.100.7"], "", "192.0.2.1", id="nobody is trusted"),
        pytest.param(
            "192.0.2.1", ["198.51.100.7"], "10.0.0.0/8", "192.0.2.1", id="a stranger says so"
        ),
        pytest.param(
            "10.0.0.1", ["198.51.100.7"], "10.0.0.0/8", "198.51.100.7", id="a proxy says so"
        ),
        pytest.param(
            "10.0.0.1",
            ["203.0.113.9, 198.51.100.7, 10.0.0.2"],
            "10.0.0.0/8",
            "198.51.100.7",
            id="two proxies, and what the client made up",
        ),
        pytest.param(
            "10.0.0.1",
            ["203.0.113.9", "198.51.100.7"],
            "10.0.0.0/8",
            "198.51.100.7",
            id="in two headers",
        ),
        pytest.param("10.0.0.1", [], "10.0.0.0/8", "10.0.0.1", id="the proxy itself asks"),
        pytest.param("10.0.0.1", ["garbage"], "10.0.0.0/8", "garbage", id="garbage"),
        pytest.param("::1", ["2001:db8::1"], "::1/128", "2001:db8::1", id="IPv6"),
    ],
)
def test_the_address_is_the_last_stranger(
    remote: str, forwarded: list[str], trusted: str, address: str
) -> None:
    assert asked(remote, forwarded, trusted) == address
