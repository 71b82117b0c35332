"""Frames in data, and the engine that finds their words."""

from kg.extract.match.frames import TYPES, EventType, Frame, frames
from kg.extract.match.match import Candidate, match

__all__ = ["TYPES", "Candidate", "EventType", "Frame", "frames", "match"]
