"""A process of the product, as far as tokens go: a hundred calls at once for one user.

`python -m tests.core.tokens.process DATABASE_URL PARTNER_URL` prints how many were answered.
"""

from __future__ import annotations

import asyncio
import sys

import aiohttp
from pydantic import SecretStr

from core.errors import PartnerUnauthorizedError
from core.model import TokenPair
from core.sealing import KeyRing
from core.store import open_store
from core.tokens import TokenKeeper
from tests.core.tokens.rotating import ANNA, KEY

CALLS = 100


async def _said(http: aiohttp.ClientSession, path: str, token: SecretStr) -> str:
    async with http.get(path, headers={"token": token.get_secret_value()}) as response:
        if response.status != 200:
            raise PartnerUnauthorizedError(response.status, "")
        return await response.text()


async def main(database_url: str, partner_url: str) -> None:
    async with aiohttp.ClientSession(partner_url) as http, open_store(database_url) as store:

        async def renew(pair: TokenPair) -> TokenPair:
            jwt, refresh = (await _said(http, "/refresh", pair.refresh)).split()
            return TokenPair(SecretStr(jwt), SecretStr(refresh))

        keeper = TokenKeeper(store, KeyRing((KEY,)), renew)
        await _said(http, "/together", SecretStr(""))
        answers = await asyncio.gather(
            *(keeper.call(ANNA, lambda jwt: _said(http, "/ask", jwt)) for _ in range(CALLS))
        )
        await keeper.close()
    sys.stdout.write(str(len(answers)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
