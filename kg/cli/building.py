"""The files of a build: made, or those that a build of the same articles made before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.cli.output import show_issue
from kg.cli.reading import SETTINGS
from kg.listing import FOLDER

if TYPE_CHECKING:
    from kg.cache import Asked, Cache, Files
    from kg.graph import Graph
    from kg.model import Article, Issue
    from kg.pipeline import Progress, Report
    from kg.read import Intake

_COUNTS, _REPORT = "counts", "report"
"""What is told of a build, kept among its files; no file of a graph is called so."""


class Told(NamedTuple):
    """What is said of a graph when it is made: how much it holds in one line, and the report in Markdown."""

    counts: str
    report: str
    lasting: bool = True
    """Another build of the same would tell the same."""


class Met:
    """Tells issues as they are met, and notes what it told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def __call__(self, issue: Issue) -> None:
        """Tell an issue."""
        self.told.append((issue.level, str(issue)))
        show_issue(issue)

    @property
    def skipped(self) -> str:
        """What is added to the counts of a build: how many articles are not in it."""
        number = sum(level == "error" for level, _ in self.told)
        return f"; {number} skipped" if number else ""


def asked(
    paths: Sequence[str],
    output: Path,
    judgements: Path | None,
    affairs: Path | None,
    *,
    options: Sequence[object],
) -> Asked:
    """Return what a build is asked, to see whether it was done before."""
    from kg.cache import Asked

    files = [SETTINGS, *(one for one in (judgements, affairs) if one is not None)]
    return Asked(paths, options=[*options, *targets_of(output)], files=files)


def targets_of(output: Path) -> Mapping[str, Path]:
    """Return the files that a build writes to ``output``, by what they are called among what is kept."""
    if output.is_dir() or not output.suffix:
        return {name: output / name for name in FOLDER}
    return {output.suffix.lower(): output}


def told(graph: Graph, *, report: bool) -> Told:
    """Return what is said of a graph; the report is left empty without ``report``."""
    counts = ", ".join(
        f"{count} {str(what).removesuffix('s') if count == 1 else what}" for what, count in graph.stats().rows
    )
    return Told(counts, graph.report() if report else "")


def built(
    paths: Sequence[str],
    output: Path,
    *,
    judgements: Path | None,
    affairs: Path | None,
    report: Report,
    progress: Progress | None,
    cache: Cache | None,
    intake: Intake | None = None,
    **options: Any,
) -> Told:
    """Build the graph of articles and write it to ``output``, or write what was made of the same articles before.

    Args:
        paths, judgements, affairs, report, progress, cache, intake: as for ``kg.build``.
        output: a file, or a folder for graph, page and report.
        options: the others of ``kg.build``.

    Raises:
        KGError: as ``kg.build`` and ``Graph.save`` do.
    """
    from kg import pipeline
    from kg.files import write_bytes
    from kg.graph import is_folder

    issues: list[Issue] = []

    def note(issue: Issue) -> None:
        issues.append(issue)
        report(issue)

    folder = is_folder(output)
    targets = targets_of(output)
    pipeline.check_base(options["base"])
    decisions = (*pipeline.decided(judgements), *pipeline.edited(affairs))
    articles = pipeline.read_all(
        paths, strict=options["strict"], report=note, progress=progress, intake=intake
    )
    read = tuple(issues)
    depends = [
        *decisions,
        options["base"],
        options["strict"],
        options.get("gate", False),
        *targets,
        *map(str, read),
    ]
    kept = _kept(cache, articles, depends, options["model"])
    found = kept.get() if kept is not None else None
    if found is not None:
        files, met = found
        for issue in met:
            report(issue)
        for name, target in targets.items():
            write_bytes(target, files[name])
        return Told(files[_COUNTS].decode(), files[_REPORT].decode())
    fleeting: set[str] = set()
    graph = pipeline.build_read(
        articles,
        # what the cache held is told, and not told again where everything is as it was
        changed=show_issue,
        fleeting=fleeting,
        judgements=judgements,
        affairs=affairs,
        report=note,
        progress=progress,
        cache=cache,
        issues=read,
        **options,
    )
    graph.save(output)
    said = told(graph, report=folder)
    if fleeting:
        return said._replace(lasting=False)
    if kept is not None:
        files = {name: target.read_bytes() for name, target in targets.items()}
        files |= {_COUNTS: said.counts.encode(), _REPORT: said.report.encode()}
        kept.put(files, issues[len(read) :])
    return said


def _kept(
    cache: Cache | None, articles: Sequence[Article], depends: Sequence[object], model: str | None
) -> Files | None:
    from kg.cache import Files
    from kg.versions import DEFAULT_MODEL

    if cache is None or not articles:
        return None
    return Files(cache, model=model or DEFAULT_MODEL, articles=articles, options=depends)
