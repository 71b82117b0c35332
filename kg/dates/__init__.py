"""Dates: the article's own, and every temporal expression in its text."""

from __future__ import annotations

from kg.dates.articles import awaits_neighbours, date_articles
from kg.dates.times import find_times, read_times

__all__ = ["awaits_neighbours", "date_articles", "find_times", "read_times"]
