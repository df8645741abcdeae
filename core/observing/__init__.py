"""Telling others how this process fares: crashes to Sentry, traces to OpenTelemetry, if asked to.

Neither library is loaded unless its setting is there.
"""

from core.observing.opening import observing

__all__ = ["observing"]
