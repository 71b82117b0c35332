"""Learned decisions as data: boosted trees, thresholds, and the code that evaluates them."""
