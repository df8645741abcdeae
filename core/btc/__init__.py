"""Bitcoin addresses: which can be paid out to, and what is wrong with the others."""
