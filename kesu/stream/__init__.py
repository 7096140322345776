"""Chat messages that come by a stream: a door for large shops."""
