"""Commands that read articles: ``build`` and ``annotate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.building import built, told
from kg.cli.caching import cache_at, cached
from kg.cli.modelling import chosen, llm_options, show_estimate, with_model
from kg.cli.output import progress, say, show_issue, show_markdown
from kg.cli.reading import intake_of, reading_options
from kg.cli.sending import is_remote, sent

if TYPE_CHECKING:
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
@reading_options
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be built.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract.")
@cached
@llm_options
def build(
    paths: tuple[str, ...],
    output: Path | None,
    store: str | None,
    base: str | None,
    model: str | None,
    judgements: Path | None,
    fields: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    strict: bool,
    jobs: int,
    cache: str | None,
    **llm: Any,
) -> None:
    """Build a graph from articles.

    PATH is a file, a folder or a glob; several may be given. Texts, pages, documents, mail, tables, feeds, answers of
    news services and exports of news archives are known, packed or not: docs/inputs.md tells every kind.
    An article that cannot be read is named on standard error and left out; what was read is counted. What was
    extracted once is not extracted again until the article, the model or Parley's own words change.
    """
    from kg import pipeline
    from kg.files import check_target
    from kg.graph import FOLDER, is_folder
    from kg.judgements import NAME

    reading = chosen(llm)
    if reading is not None and llm["llm_dry_run"]:
        show_estimate(reading, paths, model=model, jobs=jobs)
        return
    if reading is not None and (store is not None or output is None):
        raise click.UsageError(
            "--reader needs -o OUT and no --store: a store is read, and grows, by the rules alone"
        )
    if output is None and store is None:
        raise click.UsageError("say where the graph goes: -o OUT, --store DIR, or both")
    intake = intake_of(fields, published, publisher)
    # an unwritable target is known now, not after the work
    folder = output is not None and is_folder(output)
    if output is not None:
        for target in [output / name for name in FOLDER] if folder else [output]:
            check_target(target)
    if judgements is None and Path(NAME).is_file():
        judgements = Path(NAME)
        say(f"judgements are read from {NAME}")
    skipped = 0

    def report(issue: Issue) -> None:
        nonlocal skipped
        skipped += issue.level == "error"
        show_issue(issue)

    if reading is not None:
        assert output is not None
        shared: dict[str, Any] = {"base": base, "model": model, "strict": strict, "jobs": jobs}
        shared |= {"judgements": judgements, "intake": intake}
        with_model(reading, paths, output, report=report, again=llm["llm_again"], **shared)
        return
    with progress() as tell, cache_at(cache) as kept:
        options: dict[str, Any] = {
            "base": base,
            "model": model,
            "strict": strict,
            "jobs": jobs,
            "cache": kept,
            "intake": intake,
        }
        if store is None:
            assert output is not None
            made = built(paths, output, judgements=judgements, report=report, progress=tell, **options)
        else:
            if is_remote(store):
                graph = pipeline.build(paths, judgements=judgements, report=report, progress=tell, **options)
                say(f"{store}: {sent(graph.dataset, store, progress=tell)}")
            else:
                graph = _grown(Path(store), paths, judgements, report=report, progress=tell, **options)
            made = told(graph, report=folder)
            if output is not None:
                graph.save(output)
    if folder:
        show_markdown(made.report)
    say(intake.summary())
    say(made.counts + (f"; {skipped} skipped" if skipped else ""))
    for place in (output, store):
        if place is not None:
            say(f"wrote {place}")


def _grown(
    store: Path, paths: tuple[str, ...], judgements: Path | None, *, report: Report, **options: Any
) -> Graph:
    """Build a store that can grow, and return its graph with the issues that were met."""
    from kg.corpus import Corpus
    from kg.graph import Graph
    from kg.pipeline import decided

    decisions = decided(judgements)
    issues: list[Issue] = []

    def note(issue: Issue) -> None:
        issues.append(issue)
        report(issue)

    corpus = Corpus(store, report=note, **options)
    corpus.build(paths, decisions=decisions)
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

    intake = intake_of(fields, published, publisher)
    articles = pipeline.collect(paths, strict=strict, report=show_issue, intake=intake)
    if not articles:
        raise InputError(
            f"{', '.join(paths)}: no article could be read; name files or folders that hold news"
        )
    if explain:
        from kg.cli.explaining import lines

        for reading in pipeline.readings(articles, model=model, strict=strict, report=show_issue):
            for line in lines(reading):
                click.echo(line)
        return
    for doc in pipeline.documents(articles, model=model, strict=strict, report=show_issue):
        click.echo(json.dumps(_record(doc), ensure_ascii=False))


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
