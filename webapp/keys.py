"""What travels with the application and with each request."""

from __future__ import annotations

import asyncio

from aiohttp import web

from core.runtime import Services
from core.session import Session
from core.settings import Settings

SERVICES = web.AppKey("services", Services)
SETTINGS = web.AppKey("settings", Settings)
STOPPING = web.AppKey("stopping", asyncio.Event)
"""Set once the process has been asked to stop; it serves on for DRAIN_SECONDS."""
CALLER = web.RequestKey("caller", Session)
OUTCOME = web.RequestKey("outcome", str)
"""What a request is counted as, where that is not `ok`."""
