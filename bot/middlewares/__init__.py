"""What surrounds every handler: who is heard, how often, in which words, and how it fails."""
