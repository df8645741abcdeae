import sqlite3

from core.model import UserId
from tests.house import House, Visitor
from webapp.keys import SERVICES


async def test_deleting_me_leaves_nothing(house: House, ada: Visitor) -> None:
    await ada.proof()
    await ada.ask("PATCH", "/api/me/preferences", json={"notify": True})

    assert (await ada.ask("DELETE", "/api/me")).data is True

    kept = await house.app[SERVICES].store.kept(UserId(ada.user))
    assert set(kept.values()) == {0}
    assert (await ada.get("/api/me")).data["wallet"] is None


async def test_what_is_kept_can_be_read_by_nobody(house: House, ada: Visitor) -> None:
    address = (await ada.get("/api/me")).data["wallet"]["address"]
    file = house.settings.database_url.get_secret_value().removeprefix("sqlite:///")

    database = sqlite3.connect(file)
    kept = repr(database.execute("SELECT * FROM accounts").fetchall())
    database.close()

    for secret in ("eyJ", "Tonkeeper", "Lovelace", address, address[2:]):
        assert secret not in kept
