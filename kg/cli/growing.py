"""Commands that keep a store up to date: ``add``, ``remove``, ``update``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cache.asked import Said, Unchanged
from kg.cli.caching import cache_at, cached
from kg.cli.modelling import llm_options
from kg.cli.output import progress, say, show_issue, show_told, tell
from kg.cli.reading import SETTINGS, intake_of, patience_option, reading_options, say_settings
from kg.cli.seconding import reader_of_store, show_estimate, store_settings

if TYPE_CHECKING:
    from kg.corpus import Change, Corpus
    from kg.model import Issue

_Command = TypeVar("_Command", bound=Callable[..., Any])

store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    envvar="KG_STORE",
    default=Path("store"),
    show_default=True,
    show_envvar=True,
    help="The folder that kg add made.",
)
_strict = click.option("--strict", is_flag=True, help="Stop at the first article that cannot be built.")
_jobs = click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that extract."
)


def _settings(command: _Command) -> _Command:
    base = click.option(
        "--base", metavar="IRI", help="What the IRIs of all things begin with, in a new store."
    )
    model = click.option("--model", metavar="NAME", help="An installed spaCy model, for a new store.")
    return base(model(command))


@click.command(
    short_help="Add articles to a store.",
    epilog="Example: kg add articles/ --store news && kg query timeline --store news",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@store_option
@_settings
@reading_options
@patience_option
@_strict
@_jobs
@cached
@llm_options
def add(
    paths: tuple[str, ...],
    store: Path,
    base: str | None,
    model: str | None,
    fields: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    article_bytes: int,
    article_seconds: float | None,
    strict: bool,
    jobs: int,
    cache: str | None,
    **llm: Any,
) -> None:
    """Add articles to a store, which is made if there is none; only what is new is extracted.

    PATH is what kg build takes. An article that was read from the same place before is replaced. The graph is then
    the one that kg build makes of all articles that were added. A store that was begun with --reader llm or both is
    read by that model ever after; what it could not be asked about waits for the next kg add or kg update.
    """
    if llm["llm_dry_run"] and (found := store_settings(store, llm)) is not None:
        show_estimate(found, paths, model=model, jobs=jobs)
        return
    intake = intake_of(fields, published, publisher, article_bytes)
    options: dict[str, Any] = {"base": base, "model": model, "strict": strict, "jobs": jobs, "intake": intake}
    options["patience"] = article_seconds
    _do(lambda corpus: corpus.add(paths), store, cache=cache, llm=llm, **options)
    say(intake.summary())


@click.command(
    short_help="Remove articles from a store.",
    epilog="Example: kg remove geneva-live.txt --store news",
)
@click.argument("what", nargs=-1, required=True, metavar="ARTICLE...")
@store_option
@cached
def remove(what: tuple[str, ...], store: Path, cache: str | None) -> None:
    """Take articles out of a store, with all that only they say; their words go from its files and from the cache.

    ARTICLE is a file name or record id, an article's id, or the file or folder that articles were read from.
    """
    _do(lambda corpus: corpus.remove(what), store, cache=cache)


@click.command(
    short_help="Bring a store to what its files hold now.",
    epilog="Example: kg update --store news    or    kg update articles/ --store news",
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@store_option
@reading_options
@patience_option
@_strict
@_jobs
@cached
@llm_options
def update(
    paths: tuple[str, ...],
    store: Path,
    fields: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    article_bytes: int,
    article_seconds: float | None,
    strict: bool,
    jobs: int,
    cache: str | None,
    **llm: Any,
) -> None:
    """Compare files with what a store holds of them, by content: add the new, replace the changed, remove the rest.

    Without PATH all files are read again that the store was made from. With PATH, articles from elsewhere stay. What a
    language model was to read and could not be asked about, it is asked about again.
    """
    if llm["llm_dry_run"]:
        if not paths:
            raise click.UsageError("--llm-dry-run needs PATH: say which articles")
        if (found := store_settings(store, llm)) is not None:
            show_estimate(found, paths, model=None, jobs=jobs)
            return
    limits = (article_bytes, article_seconds)
    options = ("update", strict, published, publisher, *limits, *fields, *map(str, llm.values()))
    known = Unchanged(store, paths, options=options, files=[SETTINGS])
    if (said := known.said()) is not None:
        say_settings()
        for level, text in said.issues:
            show_told(level, text)
        say(f"{store}: {said.lines['change']}")
        say(said.lines["read"])
        return
    intake = intake_of(fields, published, publisher, article_bytes)
    met: list[Issue] = []
    done = _do(
        lambda corpus: corpus.update(paths),
        store,
        met=met,
        llm=llm,
        strict=strict,
        jobs=jobs,
        cache=cache,
        intake=intake,
        patience=article_seconds,
    )
    say(intake.summary())
    if done.unchanged:
        told = tuple((issue.level, str(issue)) for issue in met)
        known.note(Said(told, {"change": str(done), "read": intake.summary()}))


def _do(
    act: Callable[[Corpus], Change],
    store: Path,
    *,
    cache: str | None = "off",
    met: list[Issue] | None = None,
    llm: Mapping[str, Any] | None = None,
    **options: Any,
) -> Change:
    from kg.corpus import Corpus

    def report(issue: Issue) -> None:
        if met is not None:
            met.append(issue)
        show_issue(issue)

    with reader_of_store(store, llm, report=report) if llm else nullcontext() as second:
        with progress() as step, cache_at(cache) as kept:
            change = act(Corpus(store, report=report, progress=step, cache=kept, second=second, **options))
        told = (("added", change.added), ("changed", change.changed), ("removed", change.removed))
        for what, names in told:
            for name in names:
                tell(f"{what}\t{name}")
        say(f"{store}: {change}")
    return change
