"""One conversation each; every `make_router` returns a fresh router."""
