"""The partner's 19 operations as methods: our words in, our words out."""

from __future__ import annotations

from typing import TypeVar

from pydantic import SecretStr

from core.errors import PartnerBrokenError
from core.model import TokenPair
from core.partner import operations as op
from core.partner import payloads as say
from core.partner.answer import Answer
from core.partner.credentials import Call, Credentials
from core.partner.door import REAL_TIME, Door, Time
from core.partner.page import WHOLE, Page
from core.partner.payloads import (
    BtcWallet,
    Collection,
    Income,
    IncomePerTh,
    Miner,
    Payment,
    TotalIncome,
)
from core.partner.transport import Http
from core.ton_wallet import TonWallet

T = TypeVar("T")

NONE = SecretStr("")


class PartnerClient:
    """Asks the partner; the connections are borrowed (`open_http`) and outlive it.

    Every method checks what it sends first (`RequestError`; `SettingsError` where a key or secret
    is missing), then takes at most *timeout* seconds and raises a `PartnerError` by name. Reads
    are tried again when the partner is away; writes go out once, so after a failed one it is
    unknown whether it was carried out. Methods with a `jwt` act for the user it belongs to;
    *user* is the id we gave a user of ours.
    """

    def __init__(  # noqa: PLR0913  # each is one thing an operator or a test decides
        self,
        http: Http,
        *,
        url: str,
        api_key: SecretStr = NONE,
        api_secret: SecretStr = NONE,
        timeout: float = 10.0,
        recv_window: int | None = None,
        time: Time = REAL_TIME,
    ) -> None:
        credentials = Credentials(api_key, api_secret, recv_window)
        self._door = Door(http, url, credentials, timeout, time)

    async def generate_payload(self, partner_id: str) -> str:
        """Return a payload for a wallet to sign."""
        answer = await self._call(op.GENERATE_PAYLOAD, say.AskPayload(partner_id=partner_id))
        return answer.value.payload

    async def check_proof(self, wallet: TonWallet) -> TokenPair:
        """Return the tokens of the user whose connected *wallet* proves itself."""
        answer = await self._call(op.CHECK_PROOF, say.AskTokens(ton_wallet=wallet))
        return answer.value.pair()

    async def refresh(self, pair: TokenPair) -> TokenPair:
        """Return a new pair for *pair*, whose refresh token is used up by it."""
        return await self._refresh(op.REFRESH, pair)

    async def server_refresh(self, pair: TokenPair) -> TokenPair:
        """Return a new pair for *pair* that `server_init` gave."""
        return await self._refresh(op.SERVER_REFRESH, pair)

    async def server_init(self, user: str) -> TokenPair:
        """Return tokens of a user of ours, who is created if need be."""
        answer = await self._call(op.SERVER_INIT, say.AskOfUser(user=user))
        return answer.value.pair()

    async def miners(self, jwt: SecretStr, page: Page = WHOLE) -> Answer[list[Miner]]:
        """Return the user's miners."""
        return await self._call(op.MINERS, jwt=jwt, page=page)

    async def user_miners(self, user: str, page: Page = WHOLE) -> Answer[list[Miner]]:
        """Return the miners of a user of ours."""
        return await self._call(op.USER_MINERS, say.AskOfUser(user=user), page=page)

    async def collections(self, jwt: SecretStr) -> Answer[list[Collection]]:
        """Return the miners on offer."""
        return await self._call(op.COLLECTIONS, jwt=jwt)

    async def server_collections(self) -> Answer[list[Collection]]:
        """Return the miners on offer, without a user."""
        return await self._call(op.SERVER_COLLECTIONS)

    async def init_payment(self, user_id: int, collection_id: int, external_id: str) -> Payment:
        """Open the payment for a miner of a collection; our *external_id* makes it one of a kind.

        *user_id* is the partner's own integer, not an id of ours.
        """
        ask = say.AskPayment(user=user_id, collection=collection_id, external_id=external_id)
        payment = (await self._call(op.INIT_PAYMENT, ask)).value
        if payment.external_id != external_id:
            raise PartnerBrokenError("the answer is about another payment")
        return payment

    async def confirm_payment(self, user_id: int, external_id: str) -> Answer[bool]:
        """Tell the partner that a payment was made; *user_id* is the partner's own integer."""
        ask = say.ConfirmPayment(user=user_id, external_id=external_id)
        return await self._call(op.CONFIRM_PAYMENT, ask)

    async def income_per_th(self, jwt: SecretStr) -> Answer[IncomePerTh]:
        """Return what a TH earns a day, the same for everyone."""
        return await self._call(op.INCOME_PER_TH, jwt=jwt)

    async def total_income(self, jwt: SecretStr) -> Answer[TotalIncome]:
        """Return what the user has earned in all."""
        return await self._call(op.TOTAL_INCOME, jwt=jwt)

    async def incomes(self, jwt: SecretStr, page: Page = WHOLE) -> Answer[list[Income]]:
        """Return what the user's miners were credited, day by day."""
        return await self._call(op.INCOMES, jwt=jwt, page=page)

    async def user_incomes(self, user: str, page: Page = WHOLE) -> Answer[list[Income]]:
        """Return what the miners of a user of ours were credited, day by day."""
        return await self._call(op.USER_INCOMES, say.AskOfUser(user=user), page=page)

    async def bind_btc(self, jwt: SecretStr, address: str) -> Answer[bool]:
        """Bind a BTC address to pay the user out to; it is not verified here."""
        return await self._call(op.BIND_BTC, say.BindBtc(address=address), jwt=jwt)

    async def btc_wallets(self, jwt: SecretStr, page: Page = WHOLE) -> Answer[list[BtcWallet]]:
        """Return the BTC wallets the user has bound."""
        return await self._call(op.BTC_WALLETS, jwt=jwt, page=page)

    async def bind_user_btc(self, user: str, address: str) -> Answer[bool]:
        """Bind a BTC address to pay a user of ours out to; it is not verified here."""
        return await self._call(op.BIND_USER_BTC, say.BindUserBtc(user=user, address=address))

    async def user_btc_wallets(self, user: str, page: Page = WHOLE) -> Answer[list[BtcWallet]]:
        """Return the BTC wallets of a user of ours."""
        return await self._call(op.USER_BTC_WALLETS, say.AskOfUser(user=user), page=page)

    async def _refresh(self, operation: op.Operation[say.Tokens], pair: TokenPair) -> TokenPair:
        ask = say.AskFreshTokens(refresh_token=pair.refresh.get_secret_value())
        return (await self._call(operation, ask, jwt=pair.jwt)).value.pair()

    async def _call(
        self,
        operation: op.Operation[T],
        ask: say.Ask | None = None,
        *,
        jwt: SecretStr | None = None,
        page: Page = WHOLE,
    ) -> Answer[T]:
        return await self._door.answer(Call(operation, ask, jwt, page))
