"""Who and what may fill the slots of an event: offers with features, no decisions."""
