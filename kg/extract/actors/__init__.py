"""Who is who in an article: names, titles, descriptions and pronouns become a cast with positions."""

from __future__ import annotations

from kg.extract.actors.casting import read_cast
from kg.extract.actors.offices import Position

__all__ = ["Position", "read_cast"]
