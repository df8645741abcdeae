"""A clock that can be moved on, so that nobody has to wait for the next morning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from aiohttp import web

CLOCK = "/sandbox/clock"
MORNING = time(9, 30, tzinfo=UTC)
"""Past the partner's crediting (05:00), and the hour at which users are told unless they chose."""

FURTHEST = timedelta(days=400)
"""From now on; what the partner makes up day by day has to be worked out."""


@dataclass
class Clock:
    """The time of one stage; it runs as any other, from wherever it was moved to."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """Return what time it is on the stage."""
        return datetime.now(UTC) + self.ahead

    def epoch(self) -> float:
        """Return the same in epoch seconds."""
        return self.now().timestamp()

    def move_to_morning(self) -> datetime:
        """Move on to the next morning; return the time it is then."""
        now = self.now()
        morning = datetime.combine(now.date(), MORNING)
        moved = self.ahead + (morning if morning > now else morning + timedelta(days=1)) - now
        if moved > FURTHEST:
            raise ValueError("so far ahead nobody can tell")
        self.ahead = moved
        return self.now()


@dataclass(frozen=True, slots=True)
class ClockRoutes:
    """The route by which the page moves the clock."""

    clock: Clock

    def add_to(self, app: web.Application) -> None:
        """Serve it."""
        app.add_routes([web.get(CLOCK, self.tell), web.post(CLOCK, self.move)])

    async def tell(self, _: web.Request) -> web.Response:
        """Answer with what time it is."""
        return _told(self.clock.now())

    async def move(self, request: web.Request) -> web.Response:
        """Move on to the next morning."""
        if request.content_type != "application/json":  # no other site's form may
            raise web.HTTPUnsupportedMediaType
        try:
            return _told(self.clock.move_to_morning())
        except ValueError as error:
            raise web.HTTPConflict(text=str(error)) from error


def _told(now: datetime) -> web.Response:
    return web.json_response(
        {"now": now.isoformat(timespec="seconds")}, headers={"Cache-Control": "no-store"}
    )
