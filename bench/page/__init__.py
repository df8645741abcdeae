"""The page on a slow phone: how soon it stands, how still it is, how smoothly it moves."""

from bench.page.table import run

__all__ = ["run"]
