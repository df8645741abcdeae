from threading import current_thread, main_thread

import pytest

from tests.house import Visitor
from webapp.shapes.earnings import EarnedDays
from webapp.shapes.envelope import Shape
from webapp.shapes.home import HomeShape
from webapp.shapes.miners import MinersShape


@pytest.mark.parametrize(
    ("path", "shape"),
    [("/api/home", HomeShape), ("/api/miners", MinersShape), ("/api/earnings", EarnedDays)],
)
async def test_what_may_be_long_is_presented_where_it_holds_up_nobody(
    ada: Visitor, monkeypatch: pytest.MonkeyPatch, path: str, shape: type[Shape]
) -> None:
    present = shape.of  # type: ignore[attr-defined]  # each of them has it
    threads = set()

    def noted(told: object) -> object:
        threads.add(current_thread())
        return present(told)

    monkeypatch.setattr(shape, "of", noted)

    assert (await ada.get(path)).status == 200
    assert threads
    assert main_thread() not in threads
