"""The web door: reads requests, calls use cases, presents what they answer."""
