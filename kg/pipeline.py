"""From articles to a graph: the only module that knows the order of the stages.

    read → date_articles → annotate → find_times → find_clauses → extract → resolve → emit → store → derive

Everything up to ``extract`` is a pure function of one article (and the model), works on groups of articles, and can
run in several processes. Articles are put in order of their ids before anything else, so that neither the order in
which sources were named nor the number of processes can change a byte of what comes out.
"""

from __future__ import annotations

import multiprocessing
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import InputError, KGError
from kg.model import Article, Document, Extraction, Issue, Judgement, Resolution, Sentence

if TYPE_CHECKING:
    from kg.extract import Reading
    from kg.graph import Graph
    from kg.judgements import Decision

_A = TypeVar("_A")
_B = TypeVar("_B")

Report = Callable[[Issue], None]
Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its articles are done, and how many there are (0: not known)."""

_BASE = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*[/#]""")

# One group goes to a worker at a time. Groups depend on the articles alone and never on the number of processes,
# because a language model's scores can differ in the last digit with what else is in the batch.
GROUP = 16


def build(
    sources: str | Path | Iterable[str | Path],
    *,
    base: str | None = None,
    model: str | None = None,
    strict: bool = False,
    report: Report | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    judgements: str | Path | None = None,
) -> Graph:
    """Build the graph of the articles in ``sources``.

    Args:
        sources: files, folders and globs, one or many.
        base: what the IRIs of things begin with, up to a ``/`` or ``#``; ``None`` for the default.
        model: name of an installed spaCy model; ``None`` for the one that comes with Parley.
        strict: raise at the first article that cannot be read or extracted, instead of skipping it.
        report: called with each issue as it is met; all of them are in ``Graph.issues`` too.
        jobs: number of processes that annotate and extract. The result is the same for every number.
        progress: called as articles are done.
        judgements: a file of what persons decided about who and what is one; see ``kg.judgements``.

    Returns:
        The graph with all issues met on the way.

    Raises:
        InputError: no article could be built, in ``strict`` mode one could not, or ``base`` is no beginning of an IRI.
        ModelError: ``model`` is not installed.
        DataFileError: one of Parley's own data files is malformed.
    """
    from kg import emit, store
    from kg.derive import derive
    from kg.graph import Graph
    from kg.judgements import read

    check_base(base)
    if judgements is not None and not Path(judgements).is_file():
        raise InputError(
            f"{judgements}: no such file of judgements; leave it out, or make it with kg merge or kg split"
        )
    decisions = read(Path(judgements)) if judgements is not None else ()
    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    issues: list[Issue] = []

    def note(issue: Issue) -> None:
        issues.append(issue)
        if report is not None:
            report(issue)

    tell = progress or (lambda _stage, _done, _total: None)
    articles = collect(paths, strict=strict, report=note, progress=tell)
    extractions = list(
        extract_all(articles, model=model, strict=strict, report=note, jobs=jobs, progress=tell)
    )
    if not extractions:
        raise InputError(
            "nothing was built: every article was left out; name files or folders that hold English news"
        )
    tell("resolve", 0, 0)
    resolution = resolve_judged(extractions, decisions, report=note)

    def doubt(issue: Issue) -> None:
        # one claim is left out, not its article
        note(replace(issue, level="warning"))

    quads = emit.quads(resolution, base=base or emit.DEFAULT_BASE, report=None if strict else doubt)
    dataset = store.memory(quads)
    derive(dataset, base=base or emit.DEFAULT_BASE)
    return Graph(dataset, issues=issues)


def check_base(base: str | None) -> None:
    """See that ``base`` is ``None`` or may begin the IRIs of things.

    Raises:
        InputError: it may not.
    """
    if base is not None and not _BASE.fullmatch(base):
        raise InputError(
            f"base {base!r} cannot begin an IRI; give one such as https://example.org/id/ that ends in / or #"
        )


def resolve_judged(
    extractions: Sequence[Extraction],
    decisions: Iterable[Decision],
    *,
    whole: Callable[[str], Extraction | None] | None = None,
    report: Report | None = None,
) -> Resolution:
    """Resolve claims as persons judged them; a judgement about words that are no longer there is reported.

    Args:
        whole: returns the whole extraction of an article by its id, where ``extractions`` are compact.
    """
    from kg.resolve import resolve

    of_article = {extraction.article.id: extraction for extraction in extractions}
    return resolve(extractions, bound(decisions, whole or of_article.get, report=report))


def bound(
    decisions: Iterable[Decision],
    whole: Callable[[str], Extraction | None],
    *,
    report: Report | None = None,
) -> tuple[Judgement, ...]:
    """Find the claims that persons judged; a judgement about words that are no longer there is reported.

    Args:
        whole: returns the whole extraction of an article by its id.
    """
    from kg.judgements import bind

    found, void = bind(decisions, whole)
    for one in void:
        if report is not None:
            report(
                Issue(
                    "warning",
                    f"{one.left}, {one.right}",
                    "a judgement is about words that no article supports a claim with now, or about one claim",
                    "it has no effect; delete its line, or judge again",
                )
            )
    return found


def collect(
    sources: str | Path | Iterable[str | Path],
    *,
    strict: bool = False,
    report: Report | None = None,
    progress: Progress | None = None,
) -> list[Article]:
    """Read all articles, put them in order of their ids, drop doubles, and date them.

    An article is double where its id, and so its name and its content, are those of another.

    Raises:
        InputError: in ``strict`` mode, a source that cannot be read.
    """
    from kg.dates import date_articles

    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    by_id: dict[str, Article] = {}
    for article in read_each(paths, strict=strict, report=report):
        # the same article read from two places: keep the same one whatever the order of the sources
        known = by_id.get(article.id)
        if known is None or article.source < known.source:
            by_id[article.id] = article
        if progress is not None:
            progress("read", len(by_id), 0)
    return date_articles([by_id[key] for key in sorted(by_id)])


def read_each(
    paths: Sequence[str | Path], *, strict: bool = False, report: Report | None = None
) -> Iterator[Article]:
    """Read source by source, so that one that does not exist costs nothing but itself.

    Raises:
        InputError: in ``strict`` mode, a source that cannot be read; else where the only source cannot.
    """
    from kg.read import read_articles

    if strict or len(paths) < 2:
        yield from read_articles(paths, strict=strict, report=report)
        return
    for path in paths:
        try:
            yield from read_articles([path], report=report)
        except InputError as error:
            if report is not None:
                where, _, message = str(error).partition(": ")
                report(Issue("error", where, message))


def documents(
    articles: Sequence[Article],
    *,
    model: str | None = None,
    strict: bool = False,
    report: Report | None = None,
) -> Iterator[Document]:
    """Annotate articles and find their temporal expressions; a failing one is reported and left out.

    Raises:
        ModelError: ``model`` is not installed.
        KGError: in ``strict`` mode, an article that cannot be annotated.
    """
    from kg.dates import find_times

    for start in range(0, len(articles), GROUP):
        for result in _annotated(articles[start : start + GROUP], model=model, then=find_times):
            yield from _kept(result, strict=strict, report=report)


def readings(
    articles: Sequence[Article],
    *,
    model: str | None = None,
    strict: bool = False,
    report: Report | None = None,
) -> Iterator[Reading]:
    """Extract the claims of articles and keep all that was made on the way; a failing one is reported and left out.

    Raises:
        ModelError: ``model`` is not installed.
        KGError: in ``strict`` mode, an article whose extraction fails.
    """
    for start in range(0, len(articles), GROUP):
        for result in _annotated(articles[start : start + GROUP], model=model, then=_read_one):
            yield from _kept(result, strict=strict, report=report)


def extract_all(
    articles: Sequence[Article],
    *,
    model: str | None = None,
    strict: bool = False,
    report: Report | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Iterator[Extraction]:
    """Extract the claims of every article, in the order given; a failing one is reported and left out.

    Raises:
        ModelError: ``model`` is not installed.
        KGError: in ``strict`` mode, an article whose extraction fails.
    """
    groups = [tuple(articles[start : start + GROUP]) for start in range(0, len(articles), GROUP)]
    done = 0
    if progress is not None:
        progress("extract", done, len(articles))
    for group, results in zip(
        groups, _map(partial(_extract_group, model=model), groups, jobs=jobs), strict=True
    ):
        for result in results:
            yield from _kept(result, strict=strict, report=report)
        done += len(group)
        if progress is not None:
            progress("extract", done, len(articles))


# ---------------------------------------------------------------------------------------------- one group of articles


def _extract_group(group: Sequence[Article], *, model: str | None) -> list[Extraction | Issue]:
    """Runs in a worker: what comes back must be small and picklable, so no Document does."""
    return list(_annotated(group, model=model, then=_extract_one))


def _extract_one(doc: Document) -> Extraction:
    from kg.clauses import find_clauses
    from kg.dates import find_times
    from kg.extract import extract

    doc = find_times(doc)
    return extract(doc, find_clauses(doc))


def _read_one(doc: Document) -> Reading:
    from kg.clauses import find_clauses
    from kg.dates import find_times
    from kg.extract import Reading, Trace, extract

    doc, trace = find_times(doc), Trace()
    clauses = find_clauses(doc)
    extraction = extract(doc, clauses, trace=trace)
    return Reading(clauses.doc or doc, clauses, extraction, trace)


def _annotated(
    group: Sequence[Article], *, model: str | None, then: Callable[[Document], _B]
) -> Iterator[_B | Issue]:
    from kg.annotate import annotate
    from kg.extract.salvage import salvage

    try:
        docs: list[Document | Issue] = list(annotate(group, model=model))
    except KGError:
        raise
    except Exception:
        docs = [_alone(article, model=model) for article in group]
    for article, doc in zip(group, docs, strict=True):
        if isinstance(doc, Issue):
            yield doc
            continue
        try:
            result, lost = salvage(doc, then)
        except KGError:
            raise
        except Exception as error:
            yield _failed(article, "extraction", error)
            continue
        yield result
        for sentence, reason in lost:
            yield _lost(article, sentence, reason)


def _alone(article: Article, *, model: str | None) -> Document | Issue:
    """Annotate one article of a group in which some article made the annotation fail."""
    from kg.annotate import annotate

    try:
        (doc,) = annotate([article], model=model)
    except KGError:
        raise
    except Exception as error:
        return _failed(article, "annotation", error)
    return doc


def _failed(article: Article, stage: str, error: Exception) -> Issue:
    what = " ".join(str(error).split()) or "no message"
    return Issue(
        level="error",
        where=article.source or article.name,
        message=f"{stage} failed: {type(error).__name__}: {what}",
        hint="the article is left out; please report it with its text",
    )


def _lost(article: Article, sentence: Sentence, error: Exception) -> Issue:
    what = " ".join(str(error).split()) or "no message"
    text = " ".join(sentence.span.of(article.text).split())
    return Issue(
        level="warning",
        where=article.source or article.name,
        message=f"a sentence could not be read: {type(error).__name__}: {what}: “{text[:80]}”",
        hint="the rest of the article is read; please report the sentence",
    )


def _kept(result: _B | Issue, *, strict: bool, report: Report | None) -> Iterator[_B]:
    if not isinstance(result, Issue):
        yield result
    elif strict:
        raise KGError(str(result))
    elif report is not None:
        report(result)


# ---------------------------------------------------------------------------------------------- processes


def _map(work: Callable[[_A], _B], items: Sequence[_A], *, jobs: int) -> Iterator[_B]:
    """Like ``map``, in up to ``jobs`` processes; results come in the order of ``items``."""
    if jobs <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    # spawn, not fork: the same on every platform, and safe beside the threads of numpy and Oxigraph
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        min(jobs, len(items)), mp_context=context, initializer=_leave_interrupts_to_parent
    )
    try:
        yield from pool.map(work, items)
    except BrokenProcessPool as error:
        raise KGError(
            "a worker process ended before its time, perhaps for want of memory; try again with --jobs 1"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
