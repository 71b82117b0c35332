"""Commands that read articles: ``build`` and ``annotate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.building import Met, asked, built, targets_of, told
from kg.cli.caching import cache_at, cached
from kg.cli.modelling import chosen, llm_options
from kg.cli.output import progress, say, show_issue, show_markdown, show_told, tell_json, tell_styled
from kg.cli.reading import intake_of, patience_option, reading_options, say_settings
from kg.cli.seconding import reader_of_store, show_estimate, with_model
from kg.cli.sending import is_remote, sent
from kg.listing import AFFAIRS, JUDGEMENTS

if TYPE_CHECKING:
    from kg.cache import Asked, Cache
    from kg.cache.asked import Said
    from kg.graph import Graph
    from kg.model import Document, Issue
    from kg.pipeline import Report


@click.command(
    short_help="Build a graph from articles.",
    epilog="Example: kg build articles/ more.jsonl -o out    (graph.trig, graph.ttl, network.html, report.md)",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A file ending in .ttl, .trig, .nq, .jsonld or .nt, or a folder for graph, page and report.",
)
@click.option(
    "--store",
    metavar="FOLDER|URL",
    help="Keep articles and graph in this folder, in place of what it held; it grows with kg add. Or send the graph to"
    " a graph store elsewhere, such as http://localhost:7878/store.",
)
@click.option("--base", metavar="IRI", help="What the IRIs of all things begin with.")
@click.option(
    "--model", metavar="NAME", help="An installed spaCy model; the one that comes with Parley otherwise."
)
@click.option(
    "--judgements",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What persons decided about who is who; judgements.yaml in the working folder if there is one.",
)
@click.option(
    "--affairs",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What persons decided about negotiations; affairs.yaml in the working folder if there is one.",
)
@reading_options
@click.option(
    "--gate/--no-gate",
    default=False,
    help="Pass over articles that do not read like news of negotiations; --no-gate, as usual, reads all.",
)
@patience_option
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be built.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract.")
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help='Who extracts: processes of our own, or a Dask cluster (extra "dask").',
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="The scheduler of the Dask cluster, such as tcp://10.0.0.5:8786; --jobs workers are started here otherwise.",
)
@cached
@llm_options
def build(
    paths: tuple[str, ...],
    output: Path | None,
    store: str | None,
    base: str | None,
    model: str | None,
    judgements: Path | None,
    affairs: Path | None,
    fields: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    gate: bool,
    article_bytes: int,
    article_seconds: float | None,
    strict: bool,
    jobs: int,
    engine: str,
    scheduler: str | None,
    cache: str | None,
    **llm: Any,
) -> None:
    """Build a graph from articles.

    PATH is a file, a folder or a glob; several may be given. Texts, pages, documents, mail, tables, feeds, answers of
    news services and exports of news archives are known, packed or not: docs/inputs.md tells every kind.
    An article that cannot be read is named on standard error and left out; what was read is counted. What was
    extracted once is not extracted again until the article, the model or Parley's own words change.
    """
    reading = chosen(llm)
    if reading is not None and llm["llm_dry_run"]:
        show_estimate(reading, paths, model=model, jobs=jobs)
        return
    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler needs --engine dask")
    if engine == "dask" and (reading is not None or (store is not None and not is_remote(store))):
        raise click.UsageError("--engine dask needs -o OUT, or a store elsewhere, and no --reader")
    if gate and store is not None and not is_remote(store):
        raise click.UsageError(
            "--gate needs -o OUT or a store elsewhere: a store that grows keeps all articles"
        )
    if output is None and store is None:
        raise click.UsageError("say where the graph goes: -o OUT, --store DIR, or both")
    if judgements is None and Path(JUDGEMENTS).is_file():
        judgements = Path(JUDGEMENTS)
        say(f"judgements are read from {JUDGEMENTS}")
    if affairs is None and Path(AFFAIRS).is_file():
        affairs = Path(AFFAIRS)
        say(f"decisions about affairs are read from {AFFAIRS}")
    shared: dict[str, Any] = {"base": base, "model": model, "strict": strict, "jobs": jobs}
    shared |= {"judgements": judgements, "affairs": affairs}
    if gate:
        shared["gate"] = gate
    if engine == "dask":
        from kg.cluster import Cluster

        shared["cluster"] = Cluster(scheduler, jobs=jobs, model=model)
    how = fields, published, publisher, article_bytes
    if reading is not None and store is None:
        assert output is not None
        shared["intake"] = intake_of(*how)
        _check_targets(output)
        with_model(reading, paths, output, report=show_issue, again=llm["llm_again"], **shared)
        return
    shared["patience"] = article_seconds
    with cache_at(cache) as kept:
        if store is None and output is not None:
            request = None
            if kept is not None:
                told = ("build", base, model, strict, gate, article_seconds, *how)
                request = asked(paths, output, judgements, affairs, options=told)
                if (said := request.before(kept, targets_of(output))) is not None:
                    _say_again(said, output)
                    return
            _make(paths, output, request, kept, how=how, **shared)
            return
        assert store is not None
        with reader_of_store(store, llm, report=show_issue) as second:
            _fill(paths, output, store, intake=intake_of(*how), cache=kept, second=second, **shared)


def _make(
    paths: tuple[str, ...],
    output: Path,
    request: Asked | None,
    cache: Cache | None,
    *,
    how: tuple[tuple[str, ...], str | None, str | None, int],
    **options: Any,
) -> None:
    """Build files, say what was made, and note what was said for the same request."""
    from kg.cache.asked import Said

    intake = intake_of(*how)
    _check_targets(output)
    met = Met()
    with progress() as tell:
        made = built(paths, output, report=met, progress=tell, cache=cache, intake=intake, **options)
    lines = {"report": made.report, "read": intake.summary(), "counts": made.counts + met.skipped}
    said = Said(tuple(met.told), lines)
    if request is not None and cache is not None and made.lasting:
        request.note(cache, targets_of(output), said)
    _say_end(said, output)


def _fill(
    paths: tuple[str, ...], output: Path | None, store: str, *, judgements: Path | None, **options: Any
) -> None:
    """Build a store, here or elsewhere, and the files that are wanted beside it; say what was made."""
    from kg import pipeline

    if output is not None:
        _check_targets(output)
    met = Met()
    with progress() as tell:
        if is_remote(store):
            graph = pipeline.build(paths, judgements=judgements, report=met, progress=tell, **options)
            say(f"{store}: {sent(graph.dataset, store, progress=tell)}")
        else:
            graph = _grown(Path(store), paths, judgements, report=met, progress=tell, **options)
        made = told(graph, report=output is not None and len(targets_of(output)) > 1)
        if output is not None:
            graph.save(output)
    if made.report:
        show_markdown(made.report)
    say(options["intake"].summary())
    say(made.counts + met.skipped)
    for place in (output, store):
        if place is not None:
            say(f"wrote {place}")


def _check_targets(output: Path) -> None:
    """See that all of ``output`` can be written: that is known now, not after the work."""
    from kg.files import check_target
    from kg.graph import is_folder

    is_folder(output)
    for target in targets_of(output).values():
        check_target(target)


def _say_again(said: Said, output: Path) -> None:
    """Say what was said when the same was built before."""
    say_settings()
    for level, text in said.issues:
        show_told(level, text)
    _say_end(said, output)


def _say_end(said: Said, output: Path) -> None:
    if said.lines["report"]:
        show_markdown(said.lines["report"])
    say(said.lines["read"])
    say(said.lines["counts"])
    say(f"wrote {output}")


def _grown(
    store: Path,
    paths: tuple[str, ...],
    judgements: Path | None,
    *,
    affairs: Path | None,
    report: Report,
    **options: Any,
) -> Graph:
    """Build a store that can grow, and return its graph with the issues that were met."""
    from kg.corpus import Corpus
    from kg.graph import Graph
    from kg.pipeline import decided, edited

    decisions, edits = decided(judgements), edited(affairs)
    issues: list[Issue] = []

    def note(issue: Issue) -> None:
        issues.append(issue)
        report(issue)

    corpus = Corpus(store, report=note, **options)
    corpus.build(paths, decisions=decisions, affairs=edits)
    return Graph(corpus.graph().dataset, issues=issues)


@click.command(
    short_help="Print zones, sentences, names, dates and quotations.",
    epilog="Example: kg annotate article.txt | python -m json.tool --json-lines",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--model", metavar="NAME", help="An installed spaCy model; the one that comes with Parley otherwise."
)
@reading_options
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be annotated.")
@click.option(
    "--explain",
    is_flag=True,
    help="Tell instead, sentence by sentence, which claims are made and why others are not.",
)
def annotate(
    paths: tuple[str, ...],
    model: str | None,
    fields: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    article_bytes: int,
    strict: bool,
    explain: bool,
) -> None:
    """Print what is recognised in articles before extraction, as JSON Lines.

    One object per article: "article" (its name), "published", and "zones", "sentences", "entities", "times" and
    "quotes" as lists of {"start", "end", "value"} in code points of the text.

    With --explain, as text: every sentence with its clauses (who does what; tense, modality, negation), the claims
    made of it with rule, confidence and marks, and the words that could have given a claim and gave none, with why.
    """
    from kg import pipeline
    from kg.errors import InputError

    intake = intake_of(fields, published, publisher, article_bytes)
    articles = pipeline.collect(paths, strict=strict, report=show_issue, intake=intake)
    if not articles:
        raise InputError(
            f"{', '.join(paths)}: no article could be read; name files or folders that hold news"
        )
    if explain:
        from kg.cli.explaining import lines

        for reading in pipeline.readings(articles, model=model, strict=strict, report=show_issue):
            for line in lines(reading):
                tell_styled(line)
        return
    for doc in pipeline.documents(articles, model=model, strict=strict, report=show_issue):
        tell_json(_record(doc))


def _record(doc: Document) -> dict[str, Any]:
    text = doc.article.text

    def span(item: Any, value: str | None) -> dict[str, Any]:
        return {"start": item.start, "end": item.end, "value": value}

    return {
        "article": doc.article.name,
        "id": doc.article.id,
        "title": doc.article.title,
        "published": doc.article.published,
        "published_from": doc.article.published_from,
        "zones": [span(zone.span, zone.kind) for zone in doc.zones],
        "sentences": [span(sentence.span, sentence.span.of(text)) for sentence in doc.sentences],
        "entities": [span(entity.span, entity.label) for entity in doc.entities],
        "times": [span(time.span, time.value) | {"type": time.kind} for time in doc.times],
        "quotes": [span(quote.outer, quote.inner.of(text)) for quote in doc.quotations],
    }
