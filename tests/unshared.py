"""A replica alone: what it keeps, it keeps for itself."""

from core.replicas import ALONE
from core.sealing import KeyRing
from core.shared import Shared

UNSHARED = Shared(ALONE, KeyRing((bytes(32),)))
