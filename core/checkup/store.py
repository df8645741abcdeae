"""The store: is it there, is it of this version, can it be written, do the keys open it."""

from __future__ import annotations

from collections.abc import Iterator

from core.checkup.finding import Finding, fine, note, wrong
from core.errors import AppError, SealError
from core.keys import split_keys
from core.sealing import KeyRing
from core.settings import Settings
from core.store.looking import Seen, look
from core.store.protocol import Account

STORE, KEYS = "store", "keys"
MIGRATE = "run `python -m core.store migrate`, or start: that does the same"
OLD_VERSION = "run the version that made it; a restore of an older backup is the only way back"


async def probe(settings: Settings) -> list[Finding]:
    """Look at the store that DATABASE_URL names."""
    return judged(await _look(settings), settings)


async def _look(settings: Settings) -> Seen | AppError:
    try:
        return await look(settings.database_url.get_secret_value())
    except AppError as error:
        return error


def judged(seen: Seen | AppError, settings: Settings) -> list[Finding]:
    """Return what the store as it was *seen* means."""
    url = settings.database_url.get_secret_value()
    kind = "SQLite" if url.startswith("sqlite:") else "PostgreSQL"
    if isinstance(seen, AppError):
        todo = "see that the database runs and that DATABASE_URL names it"
        return [wrong(STORE, f"{kind} cannot be opened: {seen}", todo)]
    found = [_tables(kind, seen), *_apart(settings)]
    if seen.revision == seen.known:
        found += _keys(KeyRing(split_keys(settings.token_keys)), seen.accounts)
    return found


def _tables(kind: str, seen: Seen) -> Finding:
    if seen.revision is None:
        return wrong(STORE, f"{kind}, without our tables", MIGRATE)
    if seen.revision < seen.known:
        said = f"{kind} is at revision {seen.revision}, this version knows {seen.known}"
        return wrong(STORE, said, MIGRATE)
    if seen.revision > seen.known:
        said = f"{kind} is at revision {seen.revision}, newer than {seen.known} of this version"
        return wrong(STORE, said, OLD_VERSION)
    if seen.unwritable:
        todo = "give DATABASE_URL's user, or the process, the right to write; look for a full disk"
        return wrong(STORE, f"{kind} cannot be written: {seen.unwritable}", todo)
    return fine(STORE, f"{kind} at revision {seen.revision}, written to")


def _keys(ring: KeyRing, accounts: tuple[Account, ...]) -> Iterator[Finding]:
    if not accounts:
        yield fine(KEYS, "there is no account yet that TOKEN_KEYS would have to open")
        return
    shut = sum(not _opens(ring, account) for account in accounts)
    if shut:
        yield wrong(
            KEYS,
            f"{shut} of {len(accounts)} accounts looked at do not open with TOKEN_KEYS",
            "add the key they were sealed with behind the newest; without it they sign in anew",
        )
        return
    old = sum(not _is_newest(ring, account) for account in accounts)
    if old:
        yield note(
            KEYS,
            f"{old} of {len(accounts)} accounts looked at are sealed with an older key",
            "run `python -m core.store rekey` before that key is removed",
        )
        return
    yield fine(KEYS, f"the newest key opens the {len(accounts)} accounts looked at")


def _apart(settings: Settings) -> Iterator[Finding]:
    if split_keys(settings.session_key)[0] in split_keys(settings.token_keys):
        todo = "give SESSION_KEY a key of its own: `python -m core.settings new-keys`"
        yield wrong(KEYS, "SESSION_KEY is one of TOKEN_KEYS", todo)


def _opens(ring: KeyRing, account: Account) -> bool:
    try:
        ring.open(account.user, "tokens", account.tokens)
        ring.open(account.user, "wallet", account.wallet)
    except SealError:
        return False
    return True


def _is_newest(ring: KeyRing, account: Account) -> bool:
    return ring.renew(account.user, "tokens", account.tokens) is account.tokens
