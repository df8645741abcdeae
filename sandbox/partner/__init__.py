"""The partner's whole document as a server: for `make run`, for tests, and by itself."""

from sandbox.partner.app import make_partner, running_partner
from sandbox.partner.options import PartnerOptions

__all__ = ["PartnerOptions", "make_partner", "running_partner"]
