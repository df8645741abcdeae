"""The stand-ins that let the product run and be tested with no account and no network."""
