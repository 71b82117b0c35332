"""What persons decided about affairs: that two are one, that one is two, what one is called; in a plain file.

One decision a line, in the order in which they were made. An affair is pointed to by the words of an article that
support one of its events (``meeting/geneva-live-0142766e@12-40``), for these stay when rules, names and ids change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import pyoxigraph as po
import yaml

from kg.errors import DataFileError
from kg.files import write_text
from kg.listing import AFFAIRS
from kg.ontology import KG

NAME = AFFAIRS
"""The file's name where none is given."""

Verdict = Literal["one", "apart", "called"]

_HEAD = """\
# Affairs: what persons decided about which negotiations are one, and what they are called. One a line, in order; each
# is done to what the lines before it have left. An event is kind/article@start-end, code points of its words in the
# article. Delete a line to undo it.
"""
_POINTER = re.compile(r"(meeting|proposal|response)/([^@\s]+)@(\d+)-(\d+)")
_FIELDS = {"verdict", "events", "rest", "name", "author", "reason", "says"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One decision.

    Attributes:
        verdict: ``one``: the affairs of all ``events`` are one. ``apart``: what the articles of ``events`` tell is
            another affair than that of ``rest``. ``called``: the affair of the first event is called ``name``.
        events, rest: pointers to events.
        says: what the affairs were called, for people.
    """

    verdict: Verdict
    events: tuple[str, ...]
    rest: str = ""
    name: str = ""
    author: str = ""
    reason: str = ""
    says: str = ""


def read(path: Path) -> tuple[Edit, ...]:
    """Return the decisions of a file, in order; none if there is no file.

    Raises:
        DataFileError: a line is no decision.
    """
    if not path.exists():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"cannot be read: {error}; it is a text file in UTF-8") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            found.append(_parse(line))
        except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
            told = " ".join(str(error).split())
            raise DataFileError(
                path, f"no decision: {told}; correct the line or delete it", line=number
            ) from error
    return tuple(found)


def write(path: Path, edits: Iterable[Edit]) -> None:
    """Put decisions in place of what the file held.

    Raises:
        StoreError: the file cannot be written.
    """
    write_text(path, _HEAD + "".join(map(_line, edits)))


def pointers(store: po.Store, event: str) -> dict[str, str]:
    """Return for each article that tells of an event a pointer to its words, by the article's id."""
    found: dict[str, list[tuple[int, int]]] = {}
    kind = event.rsplit("/", 2)[-2]
    for quad in store.quads_for_pattern(po.NamedNode(event), _node(KG.evidence), None):
        graph = quad.graph_name
        if not isinstance(graph, po.NamedNode) or not isinstance(quad.object, po.NamedNode):
            continue
        place = _place(store, quad.object, graph)
        if place is not None:
            found.setdefault(graph.value.rsplit("/", 1)[-1], []).append(place)
    # the shortest words are the least likely to support another event too
    best = {article: min(places, key=lambda p: (p[1] - p[0], p)) for article, places in found.items()}
    return {article: f"{kind}/{article}@{start}-{end}" for article, (start, end) in sorted(best.items())}


def events_at(store: po.Store, base: str, pointer: str) -> frozenset[str]:
    """Return the IRIs of the events that the words of a pointer support; none if the words are no longer there."""
    match = _POINTER.fullmatch(pointer)
    if match is None:
        return frozenset()
    graph = po.NamedNode(f"{base}article/{match[2]}")
    wanted = int(match[3]), int(match[4])
    start = f"{base}{match[1]}/"
    return frozenset(
        quad.subject.value
        for quad in store.quads_for_pattern(None, _node(KG.evidence), None, graph)
        if isinstance(quad.subject, po.NamedNode)
        and quad.subject.value.startswith(start)
        and isinstance(quad.object, po.NamedNode)
        and _place(store, quad.object, graph) == wanted
    )


def article_of(pointer: str) -> str:
    """Return the id of the article of a pointer."""
    return pointer.partition("/")[2].partition("@")[0]


def _place(store: po.Store, evidence: po.NamedNode, graph: po.NamedNode) -> tuple[int, int] | None:
    values = []
    for name in (KG.start, KG.end):
        quad = next(iter(store.quads_for_pattern(evidence, _node(name), None, graph)), None)
        if quad is None or not isinstance(quad.object, po.Literal):
            return None
        values.append(int(quad.object.value))
    return values[0], values[1]


def _node(iri: str) -> po.NamedNode:
    return po.NamedNode(str(iri))


def _parse(line: str) -> Edit:
    found: Any = yaml.safe_load(line)
    if not (isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict)):
        raise ValueError("each line is - {verdict: …, events: […]}")
    fields = found[0]
    unknown = sorted(fields.keys() - _FIELDS)
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}")
    if fields["verdict"] not in get_args(Verdict):
        raise ValueError(f"verdict {fields['verdict']!r} is none of {', '.join(get_args(Verdict))}")
    if not isinstance(fields["events"], list):
        raise ValueError("events is a list")
    edit = Edit(
        fields["verdict"],
        tuple(map(str, fields["events"])),
        **{name: str(fields.get(name, "")) for name in ("rest", "name", "author", "reason", "says")},
    )
    for pointer in (*edit.events, *filter(None, [edit.rest])):
        if not _POINTER.fullmatch(pointer):
            raise ValueError(f"{pointer!r} is no event; it is kind/article@start-end")
    least = 2 if edit.verdict == "one" else 1
    if len(edit.events) < least or (edit.verdict == "apart") != bool(edit.rest):
        raise ValueError("one needs two events, apart one and a rest, called one")
    if (edit.verdict == "called") != bool(edit.name.strip()):
        raise ValueError("a name goes with called alone")
    return edit


def _line(edit: Edit) -> str:
    parts = [f"verdict: {edit.verdict}", f"events: [{', '.join(map(_quoted, edit.events))}]"]
    for name in ("rest", "name", "author", "reason", "says"):
        if value := getattr(edit, name):
            parts.append(f"{name}: {_quoted(value)}")
    return f"- {{{', '.join(parts)}}}\n"


def _quoted(value: str) -> str:
    """Quote a text: JSON's strings are YAML's double-quoted ones, but for characters that nobody sees."""
    return json.dumps("".join(ch if ch.isprintable() else " " for ch in value), ensure_ascii=False)


def regrouped(
    groups: Sequence[Sequence[int]],
    holders: Sequence[tuple[str, frozenset[str]]],
    edits: Iterable[tuple[Edit, Sequence[frozenset[str]], frozenset[str]]],
) -> list[list[int]]:
    """Return groups of units as persons decided, edit by edit.

    Args:
        groups: places in ``holders``, each in one group.
        holders: article id and events of each unit.
        edits: with the events of each pointer in ``Edit.events``, and those of ``Edit.rest``.
    """
    of = {n: number for number, group in enumerate(groups) for n in group}

    def group_of(events: frozenset[str], article: str) -> int | None:
        # the article's own unit first: an event may be told of in several
        units = sorted((holders[n][0] != article, n) for n in of if holders[n][1] & events)
        return of[units[0][1]] if units else None

    for edit, found, rest in edits:
        if edit.verdict == "one":
            whole = [
                group
                for pointer, events in zip(edit.events, found, strict=True)
                if (group := group_of(events, article_of(pointer))) is not None
            ]
            if len(set(whole)) > 1:
                of = {n: whole[0] if group in whole else group for n, group in of.items()}
        elif edit.verdict == "apart":
            here = group_of(rest, article_of(edit.rest))
            apart = {article_of(pointer) for pointer in edit.events}
            fresh = max(of.values(), default=0) + 1
            of = {
                n: fresh if here is not None and group == here and holders[n][0] in apart else group
                for n, group in of.items()
            }
    made: dict[int, list[int]] = {}
    for n, group in sorted(of.items()):
        made.setdefault(group, []).append(n)
    return sorted(made.values())
