"""What was credited, and why it changed: pure functions of the partner's income rows."""
