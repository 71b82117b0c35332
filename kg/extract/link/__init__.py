"""Which triggers tell of one event."""
