"""A language model at work for a command: opened, its account told, and what it would cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli.modelling import chosen
from kg.cli.output import progress, say, show_issue, show_markdown, tell

if TYPE_CHECKING:
    from kg.llm import SecondReader, Settings
    from kg.pipeline import Report


def with_model(
    found: Settings, paths: Sequence[str], output: Path, *, report: Report, again: bool, **options: Any
) -> None:
    """Build the graph of articles that a model reads, write it, and tell what the model did.

    Args:
        options: those of ``kg.build``.

    Raises:
        LLMError: after the graph is written, where the model did not read most articles.
    """
    from kg import pipeline
    from kg.cli.building import told
    from kg.errors import LLMError
    from kg.graph import is_folder

    with _second_reader(found, report, again=again) as second:
        with progress() as step:
            graph = pipeline.build(paths, report=report, progress=step, second=second, **options)
        for line in second.account.lines():
            say(line)
        graph.save(output)
        made = told(graph, report=is_folder(output))
        if made.report:
            show_markdown(made.report)
        if options.get("intake") is not None:
            say(options["intake"].summary())
        say(made.counts)
        say(f"wrote {output}")
        if second.account.failed:
            raise LLMError(
                f"{found.model} did not read most articles; the graph is mostly what the rules read"
            )


def store_settings(store: str | Path, given: Mapping[str, Any]) -> Settings | None:
    """Return the settings of the model that reads a store; ``None`` where the rules alone read.

    Raises:
        LLMError, UsageError: as ``chosen`` does.
    """
    from kg.corpus.folder import Folder
    from kg.corpus.readers import by_model

    folder = Folder(Path(store))
    had = folder.read_settings() if folder.exists() else {}
    if given["reader"] == "rules" and by_model(had):
        known = {"reader": had["reader"], "llm_model": had["llm_model"], "llm_on": had["llm_on"]}
        given = {**given, **{name: given.get(name) or value for name, value in known.items()}}
        given["reader"] = had["reader"]
    return chosen(given)


@contextmanager
def reader_of_store(
    store: str | Path, given: Mapping[str, Any], *, report: Report
) -> Iterator[SecondReader | None]:
    """Open the second reader of a store, and tell in the end what it did; ``None`` where the rules alone read.

    A store that a model reads needs no ``--reader``: model and way of reading are known.

    Args:
        given: values of the options of the model by name.

    Raises:
        LLMError: no model is named, or it did not read most articles; the store is then as it can be.
    """
    from kg.errors import LLMError

    found = store_settings(store, given)
    if found is None:
        yield None
        return
    with _second_reader(found, report, again=given["llm_again"]) as second:
        yield second
        for line in second.account.lines() if second.account.articles else ():
            say(line)
        if second.account.failed:
            raise LLMError(
                f"{found.model} did not read most articles; the rules read them, until kg update asks again"
            )


def _second_reader(found: Settings, report: Report, *, again: bool) -> SecondReader:
    """Return the reader that settings describe, and say where the articles go."""
    from kg.llm import SecondReader

    if found.url:
        where = "stay on this machine" if found.local else f"go to {found.host}"
        say(f"{found.model} reads; texts {where}")
    second = SecondReader(found, report=report)
    if again and (n := second.forget_failures()):
        say(f"{n} answers that could not be used are asked for anew")
    return second


def show_estimate(found: Settings, paths: Sequence[str | Path], *, model: str | None, jobs: int) -> None:
    """Print what a run would ask and cost, as "what<TAB>number" lines; nothing is sent anywhere."""
    from kg import pipeline
    from kg.llm.estimate import estimate

    with progress() as step:
        articles = pipeline.collect(paths, report=show_issue, progress=step)
        sheets = pipeline.sheets(articles, model=model, report=show_issue, jobs=jobs, progress=step)
        told = estimate(sheets, found)
    for what, value in told.rows():
        tell(f"{what}\t{value}")
