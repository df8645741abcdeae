"""Our own ton_proof verifier: pure functions of the client's bytes, our terms and the time.

`refused_terms` asks what the proof is for, `judge` whether it is true, `check` both. Nothing here
reaches a network, and no byte of the client's reaches a library that was not made to be attacked.
"""

from core.ton_proof.check import check, judge
from core.ton_proof.terms import Terms, refused_terms
from core.ton_proof.verdict import Caution, Invalid, Reason, Undecidable, Valid, Verdict

__all__ = [
    "Caution",
    "Invalid",
    "Reason",
    "Terms",
    "Undecidable",
    "Valid",
    "Verdict",
    "check",
    "judge",
    "refused_terms",
]
