"""What the product does, without the doors: use cases, proofs, the partner, the store."""
