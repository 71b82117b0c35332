"""What persons decide about affairs: the command ``rename``, and what ``merge``, ``split`` and ``review`` do of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.opening import graph_options, open_graph
from kg.cli.output import counted, say, show_issue

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.threads import Edit


@dataclass(frozen=True, slots=True)
class Affair:
    """A negotiation of a graph.

    Attributes:
        pointers: by the id of each article that tells of it, pointers to its events there, the event that most articles
            tell of first.
    """

    id: str
    name: str
    pointers: dict[str, tuple[str, ...]]

    @property
    def first(self) -> str:
        """The pointer that stands for the affair."""
        return min(self.pointers.items(), key=lambda one: (-len(one[1]), one[0]))[1][0]


@click.command(
    short_help="Decide what an affair is called.",
    epilog='Example: kg rename "Norland–Velm" "Norlexit" --store news',
)
@click.argument("affair", metavar="AFFAIR")
@click.argument("name", metavar="NAME")
@graph_options
@click.option(
    "--judgements",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of judgements, beside which affairs.yaml stands; by default that of the store, or here.",
)
@click.option("--author", envvar="KG_AUTHOR", default="", help="Who decides; kept with the decision.")
@click.option("--reason", default="", help="Why; kept with the decision.")
def rename(
    affair: str, name: str, graph: Path, store: Path | None, file: Path | None, author: str, reason: str
) -> None:
    """Decide that AFFAIR, a negotiation by its name or id, is called NAME, on this and every later build.

    Its old name still finds it. With --store the graph follows at once; else at the next kg build. Undo with kg review
    --undo.
    """
    from kg.errors import QueryError
    from kg.threads import Edit

    found = affair_of(open_graph(graph, store).dataset, affair)
    if found is None:
        raise QueryError(f"{affair!r} is no negotiation; list them with: kg query negotiations")
    if not name.strip():
        raise click.UsageError("the new name is empty")
    edit = Edit("called", (found.first,), name=name.strip(), author=author, reason=reason, says=found.name)
    save_edit(edit, store, file)


def affair_of(ds: Dataset, words: str) -> Affair | None:
    """Return the negotiation that words name; ``None`` if they name something else."""
    from kg.errors import QueryError
    from kg.query import resolve_negotiation, resolve_thing
    from kg.query.lookup import base, short
    from kg.query.terms import iri
    from kg.sparql import select
    from kg.store.engine import inner
    from kg.threads.edits import pointers

    start = base(ds) or ""
    try:
        node = resolve_thing(ds, words)
    except QueryError:
        try:
            node = resolve_negotiation(ds, words)
        except QueryError:
            return None
    id = short(str(node), start)
    if not id.startswith("negotiation/"):
        return None
    rows = select(ds, f"SELECT DISTINCT ?event WHERE {{ ?event kg:partOf {iri(node)} }}")
    told = sorted((pointers(inner(ds), str(event)) for (event,) in rows), key=lambda one: -len(one))
    found: dict[str, list[str]] = {}
    for by in told:
        for article, pointer in by.items():
            found.setdefault(article, []).append(pointer)
    names = select(ds, f"SELECT ?name WHERE {{ {iri(node)} rdfs:label ?name }}")
    if not found:
        return None
    name = str(names[0][0]) if names else id
    return Affair(id, name, {article: tuple(them) for article, them in sorted(found.items())})


def merged(affairs: Sequence[Affair | None], *, author: str, reason: str) -> Edit:
    """Return the decision that affairs are one.

    Raises:
        QueryError: they are already.
    """
    from kg.errors import QueryError
    from kg.threads import Edit

    found = [affair for affair in affairs if affair is not None]
    if len({one.id for one in found}) < len(found):
        raise QueryError(f"these are one affair already: {found[0].name}")
    says = " = ".join(one.name for one in found)
    return Edit("one", tuple(one.first for one in found), author=author, reason=reason, says=says)


def parted(affair: Affair, articles: Iterable[str], *, author: str, reason: str) -> Edit:
    """Return the decision that what some articles tell is another affair than what the rest tells.

    Raises:
        QueryError: none of them tells of it, or all do.
    """
    from kg.errors import QueryError
    from kg.threads import Edit

    apart = sorted(set(articles) & affair.pointers.keys())
    rest = [article for article in affair.pointers if article not in apart]
    if not apart or not rest:
        every = ", ".join(affair.pointers)
        raise QueryError(
            f"{affair.name} is told of in {every}; name some of these with --article, and not all"
        )
    pointers = tuple(affair.pointers[article][0] for article in apart)
    return Edit(
        "apart", pointers, rest=affair.pointers[rest[0]][0], author=author, reason=reason, says=affair.name
    )


def named_articles(ds: Dataset, articles: Sequence[str]) -> set[str]:
    """Return the ids of articles that are named by file names or ids."""
    from kg.query import run

    table = run(ds, "articles")
    name, id = table.columns.index("name"), table.columns.index("article")
    found = {str(row[id]).partition("/")[2] for row in table.rows if row[name] in articles}
    return found | {article.removeprefix("article/") for article in articles}


def save_edit(edit: Edit, store: Path | None, file: Path | None) -> None:
    """Keep a decision, and let the graph of a store follow."""
    from kg import judgements
    from kg.threads import edits

    place = _beside(file or (store / judgements.NAME if store is not None else Path(judgements.NAME)))
    if store is not None:
        place = _beside(store / judgements.NAME)
    before = edits.read(place)
    edits.write(place, (*before, edit))
    say(f"{place}: {counted(len(before) + 1, 'decision')}")
    if store is not None:
        _follow(store)
    else:
        say(f"it takes effect with: kg build ... --affairs {place}")


def undo_edit(number: int, judgements: Path, store: Path) -> bool:
    """Take a decision back; tell whether there is one of this number."""
    from kg.threads import edits

    place = _beside(judgements)
    before = edits.read(place)
    if number > len(before):
        return False
    gone = before[number - 1]
    edits.write(place, [one for n, one in enumerate(before, 1) if n != number])
    say(f"{place}: no longer {gone.verdict}: {gone.says} {gone.name}".rstrip())
    _follow(store)
    return True


def edits_beside(judgements: Path) -> tuple[Edit, ...]:
    """Return the decisions about affairs that stand beside a file of judgements."""
    from kg.threads import edits

    return edits.read(_beside(judgements))


def _beside(judgements: Path) -> Path:
    from kg.threads import edits

    return judgements.parent / edits.NAME


def _follow(store: Path) -> None:
    from kg.corpus import Corpus

    if (store / "corpus.json").is_file():
        say(f"{store}: {Corpus(store, report=show_issue).refresh()}")
