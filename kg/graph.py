"""``Graph``: what ``kg.build`` returns, and the short way from Python to everything a graph can be asked."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.files import check_target, write_text
from kg.listing import FOLDER
from kg.model import Issue, Table

if TYPE_CHECKING:
    from rdflib import Dataset

    # kg.network's own type; named here for readers and checkers only
    from kg.network import ActorNetwork, Affair
    from kg.query.functions import Queries
    from kg.telling import Page


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The views of a graph, and the one HTML page that shows them; ``network`` is the first: actors and ties.

    ``affairs`` are the negotiations that the page offers to choose among.
    """

    views: tuple[ActorNetwork, ...]
    affairs: tuple[Affair, ...] = ()

    @property
    def network(self) -> ActorNetwork:
        """The actor network."""
        return self.views[0]

    @property
    def html(self) -> str:
        """The whole page; it needs no other file and no network connection."""
        from kg.view import page

        return page(self.views, affairs=self.affairs)

    def save(self, path: str | Path) -> Path:
        """Write the page to ``path`` and return it.

        Raises:
            StoreError: it cannot be written.
        """
        target = Path(path)
        write_text(target, self.html)
        return target

    def _repr_html_(self) -> str:
        """What a notebook shows: the page in a frame of its own, which may run its script and reach nothing else."""
        return _framed(self.html, "Network", allow="allow-scripts")


@dataclass(frozen=True, slots=True)
class ToldPage:
    """A dossier, a chronicle or a briefing, and the forms in which it is laid out."""

    page: Page

    @property
    def markdown(self) -> str:
        """The page in Markdown."""
        from kg.telling import markdown

        return markdown(self.page)

    @property
    def html(self) -> str:
        """The page as one HTML file that needs no other."""
        from kg.telling import html

        return html(self.page)

    def save(self, path: str | Path) -> Path:
        """Write the page to ``path``, as HTML if that ends in ``.html``, else in Markdown; return the path.

        Raises:
            StoreError: it cannot be written.
        """
        target = Path(path)
        write_text(target, self.html if target.suffix.lower() in (".html", ".htm") else self.markdown)
        return target

    def _repr_html_(self) -> str:
        """What a notebook shows: the page in a frame of its own, which runs no script and reaches nothing else."""
        return _framed(self.html, self.page.title, allow="")


def _framed(content: str, title: str, *, allow: str) -> str:
    style = "width: 100%; height: 640px; border: 1px solid #ccc"
    name, framed = (html.escape(text, quote=True) for text in (title, content))
    return f'<iframe title="{name}" sandbox="{allow}" style="{style}" srcdoc="{framed}"></iframe>'


class Graph:
    """A graph in an rdflib ``Dataset``, one named graph per article.

    Attributes:
        dataset: the graph itself, for rdflib and SPARQL.
        issues: what was skipped or doubtful while it was built.
    """

    __slots__ = ("dataset", "issues")

    def __init__(self, dataset: Dataset, *, issues: Iterable[Issue] = ()) -> None:
        self.dataset = dataset
        self.issues = tuple(issues)

    @classmethod
    def load(cls, path: str | Path) -> Graph:
        """Read a graph from a file (an ending of ``kg.store.FORMATS``: ``.trig``, ``.ttl`` …) or open a store on disk.

        A folder that ``save`` filled stands for the graph in it.

        Raises:
            StoreError: there is no such graph, or it cannot be parsed.
        """
        from kg import store

        saved = Path(path) / FOLDER[0]
        return cls(store.load(saved if saved.is_file() else path))

    def query(self, name: str | Path, **params: object) -> Table:
        """Run a query of the catalogue, or an ``.rq`` file, with its parameters.

        Raises:
            QueryError: no such query or parameter.
        """
        from kg import query

        return query.run(self.dataset, name, **params)

    @property
    def queries(self) -> Queries:
        """The catalogue as functions: ``g.queries.timeline(actor="Lavrov")``; see :mod:`kg.query.functions`."""
        from kg.query.functions import Queries

        return Queries(self.dataset)

    def ask(self, words: str) -> Table:
        """Answer free words with the query of the catalogue that they ask for, as ``kg ask`` does.

        The table's ``name`` says which query that is; one number for "how many". :func:`kg.ask.understand` tells more.

        Raises:
            QueryError: no query fits all of the words for certain; the nearest are offered, with what each leaves out.
        """
        from kg.ask import answer, understand

        return answer(self.dataset, understand(self.dataset, words).best)

    def network(self) -> NetworkPage:
        """Return the actor network and the other views as a page to show or save."""
        from kg.network import affairs, views

        return NetworkPage(views(self.dataset), affairs(self.dataset))

    def validate(self) -> list[Issue]:
        """Check the graph against the shapes and checks; an empty list means nothing is wrong."""
        from kg.validate import validate

        return validate(self.dataset)

    def explain(self, thing: str) -> Table:
        """Tell each triple about ``thing`` with its sentence and article: see :func:`kg.explain.explain`."""
        from kg.explain import explain

        return explain(self.dataset, thing)

    def dossier(self, thing: str, *, limit: int = 20) -> ToldPage:
        """Tell what the graph says of ``thing``, each line with its sentences: see :func:`kg.dossier.dossier`."""
        from kg.dossier import dossier

        return ToldPage(dossier(self.dataset, thing, limit=limit))

    def timeline(
        self,
        *,
        actor: str | None = None,
        negotiation: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> ToldPage:
        """Tell what happened in the order of its dates: see :func:`kg.chronicle.chronicle`."""
        from kg.chronicle import chronicle, page

        told = chronicle(self.dataset, actor=actor, negotiation=negotiation, since=since, until=until)
        return ToldPage(page(told))

    def briefing(self, *, negotiation: str | None = None, actor: str | None = None) -> ToldPage:
        """Write the briefing on one negotiation, or on what an actor takes part in: see :func:`kg.briefing.briefing`.

        A graph with several negotiations, of which none is named, is told as a whole.
        """
        from kg.briefing import briefing

        whole = negotiation is None and actor is None
        return ToldPage(briefing(self.dataset, negotiation=negotiation, actor=actor, whole=whole))

    def stats(self) -> Table:
        """Count articles, things by class, evidence and triples: columns ``what`` and ``count``."""
        from kg.report import stats

        return stats(self.dataset)

    def report(self) -> str:
        """Return the short report in Markdown: see :mod:`kg.report`."""
        from kg.report import markdown

        return markdown(self.dataset, issues=self.issues)

    def save(self, path: str | Path) -> Path:
        """Write the graph to a file, or graph, page and report into a folder; return the path.

        A path that ends in one of ``kg.store.FORMATS`` is a file in that format; a path without an ending, or a
        folder that exists, gets ``FOLDER``.

        Raises:
            StoreError: the suffix says no known format, or the target cannot be written.
        """
        from kg import store

        target = Path(path)
        if not is_folder(target):
            check_target(target)
            store.save(self.dataset, target)
            return target
        # all of it is made before any of it is written
        page, report = self.network().html, self.report()
        for name in FOLDER:
            check_target(target / name)
        store.save(self.dataset, target / "graph.trig")
        store.save(self.dataset, target / "graph.ttl")
        write_text(target / "network.html", page)
        write_text(target / "report.md", report)
        return target

    def to_store(self, folder: str | Path) -> Path:
        """Put the graph into an Oxigraph store on disk, in place of what that held; return its folder.

        Raises:
            StoreError: the folder holds something else, or cannot be written.
        """
        from kg import store

        store.fill(folder, self.dataset)
        return Path(folder)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {what}" for what, count in self.stats().rows)
        return f"<kg.Graph: {counts}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the counts as a small table."""
        rows = "".join(
            f"<tr><td>{html.escape(str(what))}</td><td>{count}</td></tr>" for what, count in self.stats().rows
        )
        return f"<table><thead><tr><th>what</th><th>count</th></tr></thead><tbody>{rows}</tbody></table>"


def is_folder(target: Path) -> bool:
    """Tell whether a graph saved to ``target`` is a folder, and not one file in the format of its ending.

    Raises:
        StoreError: ``target`` has an ending that says no known format.
    """
    from kg.store import FORMATS

    if target.is_dir() or not target.suffix:
        return True
    if target.suffix.lower() not in FORMATS:
        raise StoreError(f"{target}: unknown ending; end it in one of {', '.join(FORMATS)}, or name a folder")
    return False
