"""From articles to a graph: the only module that knows the order of the stages.

    read → date_articles → annotate → find_times → find_clauses → extract → resolve → emit → store → derive

Everything up to ``extract`` is a pure function of one article (and the model), works on groups of articles, and can
run in several processes. Articles are put in order of their ids before anything else, so that neither the order in
which sources were named nor the number of processes can change a byte of what comes out.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.errors import InputError, KGError
from kg.model import Article, Document, Extraction, Issue, Judgement, Resolution, Sentence

if TYPE_CHECKING:
    from kg.cache import Cache, Extractions
    from kg.cluster import Cluster
    from kg.extract import Reading
    from kg.graph import Graph
    from kg.judgements import Decision
    from kg.llm import SecondReader, Sheet
    from kg.read import Intake
    from kg.threads import Edit

_A = TypeVar("_A")
_B = TypeVar("_B")

Report = Callable[[Issue], None]
Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its articles are done, and how many there are (0: not known)."""

_BASE = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*[/#]""")

# One group goes to a worker at a time. Groups depend on the articles alone and never on the number of processes,
# because a language model's scores can differ in the last digit with what else is in the batch.
GROUP = 16

_NAMED = 3  # parts of the reader that are named where they have changed
_MOST_LOST = 5  # articles whose claims may make resolution fail before the whole is given up

_UNDATED = "it is taken with the date that it came with; please report it with its text"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[_A]):
    """What became of one article.

    Attributes:
        result: ``None`` where it failed.
        issues: that it failed, or which of its sentences did.
        lasting: doing it again would give the same; not so where memory or a file was wanting.
    """

    result: _A | None
    issues: tuple[Issue, ...] = ()
    lasting: bool = True


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
    affairs: str | Path | None = None,
    cache: Cache | str | Path | None = None,
    intake: Intake | None = None,
    second: SecondReader | None = None,
    gate: bool = False,
    cluster: Cluster | None = None,
    patience: float | None = None,
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
        judgements: a file of what persons decided about who and what is one; see ``kg.judgements``. What they chose
            between two readers is looked for beside it (``kg.choices``).
        affairs: a file of what they decided about negotiations; see ``kg.threads.edits``.
        cache: a folder, or an open cache, in which extractions are looked up and kept; see ``kg.cache``. ``None`` for
            none.
        intake: how fields are called in tables and JSON, and what became of each file; see ``kg.read.Intake``.
        patience: seconds that one article may take, where the system can tell (POSIX); one that takes longer is left
            out. ``None`` for no limit.
        second: a language model that reads beside the rules or in their place; ``None`` for the rules alone.
        gate: pass over articles that do not read like news of negotiations; see ``kg.gate``.
        cluster: workers that annotate and extract in place of processes of our own; see ``kg.cluster``.

    Returns:
        The graph with all issues met on the way.

    Raises:
        InputError: no article could be built, in ``strict`` mode one could not, or ``base`` is no beginning of an IRI.
        ModelError: ``model`` is not installed.
        DataFileError: one of Parley's own data files is malformed.
    """
    check_base(base)
    issues: list[Issue] = []

    def note(issue: Issue) -> None:
        issues.append(issue)
        if report is not None:
            report(issue)

    articles = read_all(sources, strict=strict, report=note, progress=progress, intake=intake)
    return build_read(
        articles,
        base=base,
        model=model,
        strict=strict,
        report=report,
        jobs=jobs,
        progress=progress,
        judgements=judgements,
        affairs=affairs,
        cache=cache,
        issues=issues,
        second=second,
        gate=gate,
        cluster=cluster,
        patience=patience,
    )


def build_read(
    articles: Sequence[Article],
    *,
    base: str | None = None,
    model: str | None = None,
    strict: bool = False,
    report: Report | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    judgements: str | Path | None = None,
    affairs: str | Path | None = None,
    cache: Cache | str | Path | None = None,
    issues: Iterable[Issue] = (),
    second: SecondReader | None = None,
    patience: float | None = None,
    changed: Report | None = None,
    fleeting: set[str] | None = None,
    gate: bool = False,
    cluster: Cluster | None = None,
) -> Graph:
    """Build the graph of articles that ``read_all`` returned; the other parameters are those of ``build``.

    Args:
        issues: what was met when they were read; these are in ``Graph.issues`` before the others.
        changed, fleeting: those of ``extract_all``.

    Raises:
        KGError: as ``build`` does.
    """
    from kg import choices, emit, store
    from kg.cache import opened
    from kg.derive import derive
    from kg.graph import Graph

    decisions = decided(judgements)
    met = list(issues)

    def note(issue: Issue) -> None:
        met.append(issue)
        if report is not None:
            report(issue)

    tell = progress or (lambda _stage, _done, _total: None)
    articles = dated(articles, strict=strict, report=note)
    if gate:
        articles = through_gate(articles, report=note)
    if second is not None:
        looked_at = sheets(articles, model=model, strict=strict, report=note, jobs=jobs, progress=tell)
        chosen = choices.by_article(choices.read(_beside(judgements)))
        extractions = [
            choices.applied(found, chosen.get(found.article.id, ())) for found in second.read(looked_at)
        ]
    else:
        with opened(cache) as kept:
            found = extract_all(
                articles,
                model=model,
                strict=strict,
                report=note,
                jobs=jobs,
                progress=tell,
                cache=kept,
                # what the cache held is nothing that the graph depends on: it is told, and not among the issues
                changed=changed or report,
                fleeting=fleeting,
                cluster=cluster,
                patience=patience,
            )
            extractions = list(found)
    if not extractions:
        raise InputError(
            "nothing was built: every article was left out; name files or folders that hold English news"
        )
    tell("resolve", 0, 0)
    resolution = resolve_judged(extractions, decisions, report=note, strict=strict)

    def doubt(issue: Issue) -> None:
        # one claim is left out, not its article
        note(replace(issue, level="warning"))

    quads = emit.quads(resolution, base=base or emit.DEFAULT_BASE, report=None if strict else doubt)
    dataset = store.memory(quads)
    # what follows is found in the graph: claims and texts need not stay beside it
    del extractions, resolution, quads, articles
    derive(dataset, base=base or emit.DEFAULT_BASE, edits=edited(affairs))
    return Graph(dataset, issues=met)


def through_gate(articles: Sequence[Article], *, report: Report) -> list[Article]:
    """Return the articles that read like news of negotiations; how many do not is reported."""
    from kg.gate import gate

    kept = [article for article in articles if gate().reads(article)]
    if gone := len(articles) - len(kept):
        what = (
            f"{gone} of {len(articles)} articles were passed over: they do not read like news of negotiations"
        )
        report(Issue("info", "gate", what, "kg read --gate marks them; without --gate they are built too"))
    return kept


def _beside(judgements: str | Path | None) -> Path:
    """Return where choices stand: beside the judgements, or in the working folder."""
    from kg.choices import NAME

    return Path(judgements or NAME).with_name(NAME)


def edited(affairs: str | Path | None) -> tuple[Edit, ...]:
    """Read a file of what persons decided about affairs.

    Raises:
        InputError: there is no such file.
        DataFileError: it is malformed.
    """
    from kg.threads.edits import read

    if affairs is None:
        return ()
    if not Path(affairs).is_file():
        raise InputError(
            f"{affairs}: no such file; leave it out, or make it with kg merge, kg split or kg rename"
        )
    return read(Path(affairs))


def decided(judgements: str | Path | None) -> tuple[Decision, ...]:
    """Return what persons decided, of a file that must be there; nothing for ``None``.

    Raises:
        InputError: there is no such file, or it is malformed.
    """
    from kg.judgements import read

    if judgements is None:
        return ()
    if not Path(judgements).is_file():
        raise InputError(
            f"{judgements}: no such file of judgements; leave it out, or make it with kg merge or kg split"
        )
    return read(Path(judgements))


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
    strict: bool = True,
) -> Resolution:
    """Resolve claims as persons judged them; a judgement about words that are no longer there is reported.

    Args:
        whole: returns the whole extraction of an article by its id, where ``extractions`` are compact.
        strict: raise what the claims of an article make fail, instead of leaving the article out.
    """
    from kg.resolve import resolve

    of_article = {extraction.article.id: extraction for extraction in extractions}
    judged = bound(decisions, whole or of_article.get, report=report)
    lost = 0
    while True:
        try:
            return resolve(extractions, judged)
        except Exception as error:
            if strict or isinstance(error, KGError) or lost >= _MOST_LOST or len(extractions) < 2:
                raise
            place = _breaking(extractions, lambda some: resolve(some, judged))
            if place is None:
                raise
            if report is not None:
                for issue in _failed(extractions[place].article, "resolution", error).issues:
                    report(issue)
            extractions = [*extractions[:place], *extractions[place + 1 :]]
            lost += 1


def _breaking(items: Sequence[_A], work: Callable[[Sequence[_A]], object]) -> int | None:
    """Return the last of the shortest beginning of ``items`` that makes ``work`` fail, found by halving."""
    low, high = 0, len(items)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            work(items[:middle])
        except Exception:
            high = middle
        else:
            low = middle
    return high - 1 if high else None


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
    intake: Intake | None = None,
) -> list[Article]:
    """Read all articles, put them in order of their ids, drop doubles, and date them.

    An article is double where its id, and so its name and its content, are those of another.

    Raises:
        InputError: in ``strict`` mode, a source that cannot be read.
    """
    articles = read_all(sources, strict=strict, report=report, progress=progress, intake=intake)
    return dated(articles, strict=strict, report=report)


def read_all(
    sources: str | Path | Iterable[str | Path],
    *,
    strict: bool = False,
    report: Report | None = None,
    progress: Progress | None = None,
    intake: Intake | None = None,
) -> list[Article]:
    """Read all articles as ``collect`` does, and do not date them.

    Raises:
        InputError: in ``strict`` mode, a source that cannot be read.
    """
    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    by_id: dict[str, Article] = {}
    for article in read_each(paths, strict=strict, report=report, intake=intake):
        # the same article read from two places: keep the same one whatever the order of the sources
        known = by_id.get(article.id)
        if known is None or article.source < known.source:
            by_id[article.id] = article
        if progress is not None:
            progress("read", len(by_id), 0)
    return [by_id[key] for key in sorted(by_id)]


def dated(
    articles: Sequence[Article], *, strict: bool = False, report: Report | None = None
) -> list[Article]:
    """Date articles as ``kg.dates.date_articles`` does; one whose text makes that fail keeps the date it came with.

    Raises:
        Exception: in ``strict`` mode, what an article makes fail.
    """
    from kg.dates import date_articles

    try:
        return date_articles(articles)
    except Exception:
        if strict:
            raise
    sound: list[Article] = []
    for article in articles:
        try:
            date_articles([article])
        except Exception as error:
            if report is not None:
                (issue,) = _failed(article, "dating", error).issues
                report(replace(issue, level="warning", hint=_UNDATED))
        else:
            sound.append(article)
    found = {article.id: article for article in date_articles(sound)}
    return [found.get(article.id, article) for article in articles]


def read_each(
    paths: Sequence[str | Path],
    *,
    strict: bool = False,
    report: Report | None = None,
    intake: Intake | None = None,
) -> Iterator[Article]:
    """Read source by source, so that one that does not exist costs nothing but itself.

    Raises:
        InputError: in ``strict`` mode, a source that cannot be read; else where the only source cannot.
    """
    from kg.read import read_articles

    if strict or len(paths) < 2:
        yield from read_articles(paths, strict=strict, report=report, intake=intake)
        return
    for path in paths:
        try:
            yield from read_articles([path], report=report, intake=intake)
        except InputError as error:
            if intake is not None:
                intake.skipped["not there"] += 1
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
        for outcome in _annotated(articles[start : start + GROUP], model=model, then=find_times):
            yield from _kept(outcome, strict=strict, report=report)


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
        for outcome in _annotated(articles[start : start + GROUP], model=model, then=_read_one):
            yield from _kept(outcome, strict=strict, report=report)


def extract_all(
    articles: Sequence[Article],
    *,
    model: str | None = None,
    strict: bool = False,
    report: Report | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    cache: Cache | None = None,
    hopeless: set[str] | None = None,
    changed: Report | None = None,
    fleeting: set[str] | None = None,
    cluster: Cluster | None = None,
    patience: float | None = None,
) -> Iterator[Extraction]:
    """Extract the claims of every article, in the order given; a failing one is reported and left out.

    Args:
        cache: where what is known of an article is looked up, and kept group by group as it comes, so that work that
            was interrupted goes on where it was.
        hopeless: gets the ids of those articles whose extraction would fail again.
        changed: told what has changed since articles were extracted; ``report`` if not given.
        fleeting: gets the ids of those articles whose extraction might give something else another time.
        cluster: as for ``build``.

    Raises:
        ModelError: ``model`` is not installed.
        KGError: in ``strict`` mode, an article whose extraction fails.
    """
    from kg.cache import Extractions
    from kg.versions import DEFAULT_MODEL

    kept = Extractions(cache, model=model or DEFAULT_MODEL) if cache is not None else None
    known = kept.have(articles) if kept is not None else set()
    missing = [article for article in articles if article.id not in known]
    if kept is not None and missing and (tell := changed or report) is not None:
        _tell_changed(kept, missing, tell)
    fresh = chain.from_iterable(
        _extracted(missing, model=model, jobs=jobs, kept=kept, cluster=cluster, patience=patience)
    )
    if progress is not None:
        progress("extract", 0, len(articles))
    for done, article in enumerate(articles, 1):
        outcome: Outcome[Extraction] | None = None
        if article.id not in known:
            outcome = next(fresh)
        elif kept is not None and (found := kept.get(article)) is not None:
            outcome = Outcome(*found)
        if outcome is None:
            # let go of since it was seen, or damaged
            ((outcome,),) = _extracted([article], model=model, jobs=1, kept=kept, patience=patience)
        if hopeless is not None and outcome.result is None and outcome.lasting:
            hopeless.add(article.id)
        if fleeting is not None and not outcome.lasting:
            fleeting.add(article.id)
        yield from _kept(outcome, strict=strict, report=report)
        if progress is not None and (done % GROUP == 0 or done == len(articles)):
            progress("extract", done, len(articles))


def sheets(
    articles: Sequence[Article],
    *,
    model: str | None = None,
    strict: bool = False,
    report: Report | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    hopeless: set[str] | None = None,
) -> Iterator[Sheet]:
    """Yield what a second reader needs of every article, in order; the parameters are those of ``extract_all``.

    Raises:
        KGError: as ``extract_all`` does.
    """
    groups = [tuple(articles[start : start + GROUP]) for start in range(0, len(articles), GROUP)]
    done = 0
    for group, outcomes in zip(
        groups, _map(partial(_sheet_group, model=model), groups, jobs=jobs), strict=True
    ):
        for article, outcome in zip(group, outcomes, strict=True):
            if hopeless is not None and outcome.result is None and outcome.lasting:
                hopeless.add(article.id)
            yield from _kept(outcome, strict=strict, report=report)
        done += len(group)
        if progress is not None:
            progress("extract", done, len(articles))


def _extracted(
    articles: Sequence[Article],
    *,
    model: str | None,
    jobs: int,
    kept: Extractions | None,
    patience: float | None,
    cluster: Cluster | None = None,
) -> Iterator[list[Outcome[Extraction]]]:
    """Extract articles group by group, and keep what can be kept."""
    groups = [tuple(articles[start : start + GROUP]) for start in range(0, len(articles), GROUP)]
    work = partial(_extract_group, model=model, patience=patience)
    made = cluster.map(work, groups) if cluster is not None and groups else _map(work, groups, jobs=jobs)
    for group, outcomes in zip(groups, made, strict=True):
        if kept is not None:
            kept.put(
                (article, (outcome.result, outcome.issues))
                for article, outcome in zip(group, outcomes, strict=True)
                if outcome.lasting
            )
        yield outcomes


def _tell_changed(kept: Extractions, articles: Sequence[Article], report: Report) -> None:
    number, parts = kept.changed(articles)
    if parts:
        some = ", ".join(parts[:_NAMED]) + (f" and {len(parts) - _NAMED} more" if len(parts) > _NAMED else "")
        report(Issue("info", some, f"changed since {number} of the articles were extracted; they are again"))


# ---------------------------------------------------------------------------------------------- one group of articles


def _extract_group(
    group: Sequence[Article], *, model: str | None, patience: float | None = None
) -> list[Outcome[Extraction]]:
    """Runs in a worker: what comes back must be small and picklable, so no Document does."""
    if patience is None:
        return list(_annotated(group, model=model, then=_extract_one))
    return [_in_time(article, model=model, patience=patience) for article in group]


class _TooLong(BaseException):
    """An article takes longer than it may; no ``except Exception`` of a stage holds it back."""


def _in_time(article: Article, *, model: str | None, patience: float) -> Outcome[Extraction]:
    """Extract one article, or tell that it takes too long; annotation is the same with neighbours and without."""
    from kg.annotate import annotate

    list(annotate([], model=model))  # the model is loaded once, and in nobody's time
    try:
        with _timed(patience):
            (outcome,) = _annotated([article], model=model, then=_extract_one)
    except _TooLong:
        issue = Issue(
            "error",
            article.source or article.name,
            f"took longer than {patience:g} s",
            "the article is left out; part it, or raise --article-seconds",
        )
        return Outcome(None, (issue,), lasting=False)
    return outcome


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Raise ``_TooLong`` in the body after that time; without effect where the system has no timer for it."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_given: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _sheet_group(group: Sequence[Article], *, model: str | None) -> list[Outcome[Sheet]]:
    """Runs in a worker, as ``_extract_group`` does."""
    from kg.llm import sheet

    return list(_annotated(group, model=model, then=lambda doc: sheet(_read_one(doc))))


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
) -> Iterator[Outcome[_B]]:
    from kg.annotate import annotate
    from kg.extract.salvage import salvage

    docs: list[Document | Exception]
    try:
        docs = list(annotate(group, model=model))
    except KGError:
        raise
    except Exception:
        docs = [_alone(article, model=model) for article in group]
    for article, doc in zip(group, docs, strict=True):
        if isinstance(doc, Exception):
            yield _failed(article, "annotation", doc)
            continue
        try:
            result, lost = salvage(doc, then)
        except KGError:
            raise
        except Exception as error:
            yield _failed(article, "extraction", error)
            continue
        issues = tuple(_lost(article, sentence, reason) for sentence, reason in lost)
        yield Outcome(result, issues, all(_lasting(reason) for _, reason in lost))


def _alone(article: Article, *, model: str | None) -> Document | Exception:
    """Annotate one article of a group in which some article made the annotation fail."""
    from kg.annotate import annotate

    try:
        (doc,) = annotate([article], model=model)
    except KGError:
        raise
    except Exception as error:
        return error
    return doc


def _lasting(error: Exception) -> bool:
    return not isinstance(error, MemoryError | OSError)


def _failed(article: Article, stage: str, error: Exception) -> Outcome[_B]:
    what = " ".join(str(error).split()) or "no message"
    issue = Issue(
        level="error",
        where=article.source or article.name,
        message=f"{stage} failed: {type(error).__name__}: {what}",
        hint="the article is left out; please report it with its text",
    )
    return Outcome(None, (issue,), _lasting(error))


def _lost(article: Article, sentence: Sentence, error: Exception) -> Issue:
    what = " ".join(str(error).split()) or "no message"
    text = " ".join(sentence.span.of(article.text).split())
    return Issue(
        level="warning",
        where=article.source or article.name,
        message=f"a sentence could not be read: {type(error).__name__}: {what}: “{text[:80]}”",
        hint="the rest of the article is read; please report the sentence",
    )


def _kept(outcome: Outcome[_B], *, strict: bool, report: Report | None) -> Iterator[_B]:
    if outcome.result is not None:
        yield outcome.result
    for issue in outcome.issues:
        if strict:
            raise KGError(str(issue))
        if report is not None:
            report(issue)


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
    parent = multiprocessing.parent_process()
    if parent is not None:
        # a pool's worker waits on a queue of which it holds both ends: it would never learn that its parent was killed
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
