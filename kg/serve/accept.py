"""Which of several media types a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def choose(header: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type of ``offered`` that the ``Accept`` header likes best.

    The most specific range that fits a type says its quality; of equal ones the one offered first wins. Quality values
    that are no numbers count as 1, as most servers have it.

    Args:
        header: the header's value; ``None`` or blank accepts everything.
        offered: media types without parameters, the preferred first.

    Returns:
        ``None`` if nothing that is offered is accepted.
    """
    if header is None or not header.strip():
        return offered[0]
    ranges = [_range(part) for part in header.split(",") if part.strip()]
    best, chosen = 0.0, None
    for kind in offered:
        quality = _quality(kind, ranges)
        if quality > best:
            best, chosen = quality, kind
    return chosen


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return kind, min(1.0, max(0.0, float(value)))
            except ValueError:
                return kind, 1.0
    return kind, 1.0


def _quality(kind: str, ranges: list[tuple[str, float]]) -> float:
    for wanted in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        fitting = [quality for name, quality in ranges if name == wanted]
        if fitting:
            return max(fitting)
    return 0.0
