"""The sentence encoder and its heads."""
