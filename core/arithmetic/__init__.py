"""What a miner earns, reckoned exactly: pure functions of figures, for every screen the same."""
