"""The demo user, signed in over HTTP: what is measured is the page of someone who has miners."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession

from sandbox import demo_user
from sandbox.demo_wallet import ConnectRequest
from sandbox.stage import Stage

EVERYTHING = ("/api/home?days=30", "/api/home?days=all", "/api/earnings?days=all", "/api/miners")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who opens the Mini App of *stage*."""

    stage: Stage

    def launch_url(self, start: str = "") -> str:
        """Return the address as Telegram's client opens it; *start* is what `startapp=` said."""
        told = {
            "tgWebAppData": self._init_data(start),
            "tgWebAppVersion": demo_user.NEWEST,
            "tgWebAppPlatform": "android",
            "tgWebAppThemeParams": json.dumps(demo_user.LIGHT),
        }
        return f"{self.stage.url}/#{urlencode(told)}"

    async def sign_in(self) -> None:
        """Link the demo wallet, and have the server read the partner's books once."""
        async with ClientSession(self.stage.url) as http:
            sealed = {"Authorization": f"tma {self._init_data()}"}
            session = await _asked(http, "POST", "/api/session", sealed)
            bearer = {"Authorization": f"Bearer {session['token']}"}
            asked = await _asked(http, "POST", "/api/auth/generate-payload", bearer)
            proof = {"tonWallet": self._connected(asked["payload"])}
            await _asked(http, "POST", "/api/auth/check-proof", bearer, proof)
            for path in EVERYTHING:
                await _asked(http, "GET", path, bearer)

    def _init_data(self, start: str = "") -> str:
        token = self.stage.settings.bot_token
        return demo_user.init_data(token, now=datetime.now(UTC), start_param=start)

    def _connected(self, payload: str) -> dict[str, Any]:
        items = [{"name": "ton_addr"}, {"name": "ton_proof", "payload": payload}]
        asked = ConnectRequest.model_validate({"manifestUrl": "", "items": items})
        event = self.stage.wallet.connect(asked, {"url": self.stage.url}, now=datetime.now(UTC))
        account, proof = event["payload"]["items"]
        return {
            "device": event["payload"]["device"],
            "account": {**account, "chain": account["network"]},
            "provider": "injected",
            "connectItems": {"tonProof": proof},
        }


async def _asked(
    http: ClientSession, method: str, path: str, headers: dict[str, str], body: object = None
) -> Any:  # noqa: ANN401  # JSON
    async with http.request(method, path, headers=headers, json=body) as answer:
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.status} {await answer.text()}")
        return (await answer.json())["data"]
