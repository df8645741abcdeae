"""Everything the sandbox partner holds while it runs, and what the operations do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from sandbox.partner import answers, requests
from sandbox.partner.accounts import Accounts, number_of
from sandbox.partner.incomes import Incomes
from sandbox.partner.market import KWT, SERVICE, Ledger, rates
from sandbox.partner.mines import COLLECTIONS
from sandbox.partner.options import PartnerOptions
from sandbox.partner.payments import Payments
from sandbox.partner.sign_in import SignIn
from sandbox.partner.tokens import TokenDesk

F = TypeVar("F", bound=requests.Nothing)


@dataclass(frozen=True, slots=True)
class Ask(Generic[F]):
    """One request that passed the gate: its fields, whose it is (0: nobody's), and when."""

    fields: F
    user: int
    now: datetime
    images: str


class Desk:
    """Answers each operation; two operations that differ only in who may ask share a method."""

    def __init__(self, options: PartnerOptions, now: Callable[[], datetime]) -> None:
        self.options = options
        self.now = now
        self.tokens = TokenDesk(options.api_secret, options.token_ttl)
        self.accounts = Accounts(options.miners)
        self._sign_in = SignIn(options)
        self._payments = Payments()
        self._ledger = Ledger()

    def generate_payload(self, ask: Ask[requests.GeneratePayload]) -> answers.Payload:
        """Give out what a wallet is to sign."""
        return answers.Payload(payload=self._sign_in.payload(ask.fields.partner_id, ask.now))

    def check_proof(self, ask: Ask[requests.CheckProof]) -> answers.Tokens:
        """Sign the owner of a wallet in."""
        address = self._sign_in.address(ask.fields.ton_wallet, ask.now)
        return self._welcome(number_of("wallet", address), ask.now)

    def init(self, ask: Ask[requests.Init]) -> answers.Tokens:
        """Create the partner's user, or log them in."""
        return self._welcome(number_of("partner", ask.fields.partner_user_id), ask.now)

    def refresh(self, ask: Ask[requests.Refresh]) -> answers.Tokens:
        """Exchange a refresh token for a fresh pair."""
        return self.tokens.renew(ask.user, ask.fields.refresh_token, ask.now)

    def miners(self, ask: Ask[requests.Page]) -> answers.Listing[answers.Miner]:
        """List the user's miners, oldest first."""
        part = self._part(ask.fields)
        return answers.Listing[answers.Miner](
            array=[
                answers.Miner(
                    id=mine.id,
                    created_at=mine.created_at,
                    name=mine.name,
                    power=mine.power,
                    energy_efficiency=mine.efficiency,
                    image_url=f"{ask.images}/images/{mine.id}.png",
                    small_image_url=f"{ask.images}/images/{mine.id}-small.png",
                )
                for mine in self.accounts.mines(ask.user, ask.now)[part]
            ]
        )

    def collections(self, ask: Ask[requests.Nothing]) -> answers.Listing[answers.OnSale]:
        """List what can be bought."""
        return answers.Listing[answers.OnSale](
            array=[
                answers.OnSale(
                    id=each.id,
                    power=each.power,
                    energy_efficiency=each.efficiency,
                    value=each.price,
                    level_discount=each.level_discount,
                    **each.figures(ask.now.date()),
                )
                for each in COLLECTIONS.values()
            ]
        )

    def open_payment(self, ask: Ask[requests.PaymentInit]) -> answers.PaymentOpened:
        """Say what the miner costs and remember the purchase."""
        wish = ask.fields
        user = self.accounts.known(wish.user_id).number
        opened = self._payments.open(wish.external_id, user, wish.nft_collection_id)
        return answers.PaymentOpened(value=opened.collection.price, external_id=wish.external_id)

    def settle_payment(self, ask: Ask[requests.PaymentSuccess]) -> Literal[True]:
        """Deliver the miner, once."""
        user = self.accounts.known(ask.fields.user_id).number
        collection = self._payments.settle(ask.fields.external_id, user)
        if collection:
            self.accounts.deliver(user, collection, ask.now)
        return True

    def income_per_th(self, ask: Ask[requests.Nothing]) -> answers.IncomePerTh:
        """Give the rates of the day."""
        today, told = rates(ask.now.date()), self.options.income_per_th
        return answers.IncomePerTh(
            income_per_th=today.income_per_th if told is None else told,
            btc_rate=today.btc,
            gomining_rate=today.gomining,
            kwt=KWT,
            service_cost=SERVICE,
        )

    def total_income(self, ask: Ask[requests.Nothing]) -> answers.Totals:
        """Sum up everything the user earned."""
        return self._incomes(ask).totals()

    def incomes(self, ask: Ask[requests.Page]) -> answers.Listing[answers.Income]:
        """List the user's incomes, newest first."""
        part = self._part(ask.fields)
        rows = self._incomes(ask).page(part.stop - part.start, part.start)
        return answers.Listing[answers.Income](array=rows)

    def bind_btc(self, ask: Ask[requests.BindBtc | requests.BindUserBtc]) -> Literal[True]:
        """Bind a BTC wallet to the user."""
        self.accounts.bind(ask.user, ask.fields.address, ask.now)
        return True

    def btc_wallets(self, ask: Ask[requests.Page]) -> answers.Listing[answers.BtcWallet]:
        """List the user's BTC wallets, oldest first."""
        bound = self.accounts.open(ask.user).wallets
        return answers.Listing[answers.BtcWallet](array=bound[self._part(ask.fields)])

    def _welcome(self, user: int, now: datetime) -> answers.Tokens:
        self.accounts.open(user)
        return self.tokens.issue(user, now)

    def _incomes(self, ask: Ask[Any]) -> Incomes:
        return Incomes(self.accounts.mines(ask.user, ask.now), self._ledger, ask.now)

    def _part(self, page: requests.Page) -> slice:
        cap = self.options.page_cap or page.limit
        return slice(page.offset, page.offset + min(page.limit, cap))
