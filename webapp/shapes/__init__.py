"""The shapes of our own requests and answers; the mirrored ones are the partner's."""
