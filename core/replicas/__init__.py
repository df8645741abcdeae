"""What replicas of the product tell each other, and keep for each other, over Redis."""

from core.replicas.opening import open_replicas
from core.replicas.replicas import ALONE, Kept, Replicas

__all__ = ["ALONE", "Kept", "Replicas", "open_replicas"]
