"""What ``ontology/display.ttl`` says: views, which relations are ties, what they weigh, and how all of it looks."""

from kg.display.reader import DISPLAY, SHAPES, read_display
from kg.display.styles import (
    SELF,
    DetailStyle,
    Display,
    EventStyle,
    KindStyle,
    LooseStyle,
    TieStyle,
    ViewStyle,
)

__all__ = [
    "DISPLAY",
    "SELF",
    "SHAPES",
    "DetailStyle",
    "Display",
    "EventStyle",
    "KindStyle",
    "LooseStyle",
    "TieStyle",
    "ViewStyle",
    "read_display",
]
