"""Whether things of different articles that are the same are one in the graph, and those that are not, are not.

The measure is B-cubed (Bagga and Baldwin, Entity-based cross-document coreferencing, 1998): for every entry, how many
of those that the graph has in one thing with it belong there (precision), and how many that belong are there (recall).
Entries are those of the gold that the graph has at all, so that what was not extracted counts neither way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.evaluate.annotations import from_dataset, read_gold
from kg.evaluate.similarity import Similarity, align
from kg.model import Table

if TYPE_CHECKING:
    from rdflib import Dataset

KINDS = ("actors", "meetings", "proposals")


@dataclass(frozen=True, slots=True)
class BCubed:
    """Figures of one kind of thing.

    Attributes:
        entries: number of entries that were compared.
        wrong: pairs of entries that the graph has in one thing and the gold in two.
        missed: pairs that the gold has in one thing and the graph in two.
    """

    precision: float
    recall: float
    entries: int
    wrong: tuple[tuple[str, str], ...] = ()
    missed: tuple[tuple[str, str], ...] = ()

    @property
    def f1(self) -> float:
        """Harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(items: Mapping[str, tuple[Hashable, Hashable]]) -> BCubed:
    """Compare two partitions of items: the gold's cluster and the graph's, by item."""
    if not items:
        return BCubed(1.0, 1.0, 0)
    both, gold, found = (
        Counter(items.values()),
        *(Counter(pair[n] for pair in items.values()) for n in (0, 1)),
    )
    precision = sum(both[pair] / found[pair[1]] for pair in items.values()) / len(items)
    recall = sum(both[pair] / gold[pair[0]] for pair in items.values()) / len(items)
    names = sorted(items)
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    wrong = [(a, b) for a, b in pairs if items[a][1] == items[b][1] and items[a][0] != items[b][0]]
    missed = [(a, b) for a, b in pairs if items[a][0] == items[b][0] and items[a][1] != items[b][1]]
    return BCubed(precision, recall, len(items), tuple(wrong), tuple(missed))


def read_identity(path: Path) -> dict[str, dict[str, str]]:
    """Return the cluster of each entry (``article:id``) by kind; what the file does not name is alone.

    Raises:
        InputError: the file cannot be read, is of another shape, or has one entry in two clusters.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        clusters = {kind: dict(data.get(kind, {})) for kind in KINDS}
        found: dict[str, dict[str, str]] = {}
        for kind, named in clusters.items():
            entries = [(entry, name) for name, members in named.items() for entry in members]
            found[kind] = dict(entries)
            if len(found[kind]) != len(entries):
                double = Counter(entry for entry, _ in entries).most_common(1)[0][0]
                raise InputError(f"{path}: {double} is in two clusters of {kind}; leave it in one")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as JSON: {error}; mend or remove it") from error
    except (TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a file of identities: lists of entries by name, by kind") from error
    return found


def identity(gold: Path, clusters: Path, ds: Dataset) -> dict[str, BCubed]:
    """Score which entries of different articles a graph has as one thing.

    Args:
        gold: folder of annotated articles.
        clusters: file that tells which of their entries are the same; see ``read_identity``.

    Raises:
        InputError: either is missing or broken.
    """
    wanted, annotations, graphs = read_identity(clusters), read_gold(Path(gold)), from_dataset(ds)
    result: dict[str, BCubed] = {}
    for kind in KINDS:
        items: dict[str, tuple[Hashable, Hashable]] = {}
        for article in sorted(annotations.keys() & graphs.keys()):
            alike = Similarity(annotations[article], graphs[article])
            entries: Sequence[Any] = getattr(annotations[article], kind)
            for _, entry, thing in align(entries, getattr(graphs[article], kind), getattr(alike, kind)).pairs:
                name = f"{article}:{entry.id}"
                items[name] = (wanted[kind].get(name, name), thing.id)
        result[kind] = b_cubed(items)
    return result


def identity_table(figures: Mapping[str, BCubed]) -> Table:
    """Return the figures as a table."""
    rows = tuple(
        (
            kind,
            round(f.f1, 3),
            round(f.precision, 3),
            round(f.recall, 3),
            f.entries,
            len(f.wrong),
            len(f.missed),
        )
        for kind, f in figures.items()
    )
    return Table(
        "identity", ("type", "f1", "precision", "recall", "entries", "wrong pairs", "missed pairs"), rows
    )
