"""A TON Connect HTTP bridge: sealed messages between an application and a wallet, kept a while."""

from sandbox.bridge.routes import BridgeRoutes

__all__ = ["BridgeRoutes"]
