"""The command for what is new in the affairs that one follows: ``watch``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.caching import cache_at, cached
from kg.cli.output import say, show_issue
from kg.cli.reading import intake_of, reading_options

if TYPE_CHECKING:
    from kg.diff import Snapshot


@click.command(
    short_help="Read what is new, and say what changed in the affairs one follows.",
    epilog='Example: kg watch news articles/ --follow "Norland–Velm"    and from then on, as by cron: '
    "kg watch news --format html -o today.html",
)
@click.argument("corpus", type=click.Path(path_type=Path), metavar="CORPUS")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--follow",
    multiple=True,
    metavar="NAME",
    help="An affair, as kg query negotiations names it; may be given again. Kept for the next time. None: all.",
)
@click.option(
    "--lines", type=click.IntRange(1), default=10, show_default=True, help="How many changes are told."
)
@click.option("--all", "everything", is_flag=True, help="Every change, also what is doubtful.")
@click.option(
    "--format", "form", type=click.Choice(("text", "md", "html", "json")), default="text", show_default=True
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output."
)
@reading_options
@cached
def watch(
    corpus: Path,
    paths: tuple[str, ...],
    follow: tuple[str, ...],
    lines: int,
    everything: bool,
    form: str,
    output: Path | None,
    fields: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    article_bytes: int,
    cache: str | None,
) -> None:
    """Read what is new for CORPUS, a store that kg add made, and say in ten lines what changed.

    PATH is where news arrives: files, folders, globs. These and the affairs that are followed are kept in the store,
    and need not be named again. Told is what changed since the last kg watch, whoever read it in, the weightiest first.
    Where nothing did, nothing is printed and no file is written, so that cron sends no mail.
    """
    from kg.cli.telling import show_page
    from kg.corpus import Corpus
    from kg.diff import load, save, snapshot
    from kg.errors import StoreError
    from kg.files import check_target, write_text
    from kg.following import news, page

    if not (corpus / "corpus.json").is_file():
        raise StoreError(f"{corpus}: no store that kg add made; make one with: kg add FILES --store {corpus}")
    if output is not None:
        check_target(output)
    intake = intake_of(fields, published, publisher, article_bytes)
    seen, kept_wishes = corpus / "watched.json.gz", corpus / "watching.json"
    wishes = _wishes(kept_wishes, paths, follow)
    before: Snapshot = load(seen) if seen.is_file() else snapshot(Corpus(corpus).graph().dataset)
    with cache_at(cache) as kept:
        grown = Corpus(corpus, report=show_issue, cache=kept, intake=intake)
        done = grown.update(wishes["paths"])
    say(f"{corpus}: {done}")
    dataset = grown.graph().dataset
    after = snapshot(dataset)
    found = news(before, after, dataset, follow=wishes["follow"], lines=lines, everything=everything)
    for name in found.unknown:
        say(f"no affair is called {name!r}: see kg query negotiations --store {corpus / 'graph'}")
    if found:
        show_page(page(found, title=f"What is new in {corpus.name}"), form, output)
    else:
        say("nothing is new")
    # only what was told is not told again
    save(after, seen)
    if paths or follow:
        write_text(kept_wishes, json.dumps(wishes, ensure_ascii=False, indent=1) + "\n")


def _wishes(path: Path, paths: tuple[str, ...], follow: tuple[str, ...]) -> dict[str, list[str]]:
    """Return where news arrives and which affairs are followed: what was said now, or else the last time."""
    from kg.errors import DataFileError

    kept: dict[str, list[str]] = {"paths": [], "follow": []}
    if path.is_file():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            kept = {name: [str(one) for one in found[name]] for name in kept}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataFileError(
                path, f"cannot be read: {error}; delete it, and name again what to watch"
            ) from error
    # cron runs in another folder
    absolute = [os.path.abspath(one) for one in paths]  # noqa: PTH100 - Path.resolve follows links
    return {"paths": absolute or kept["paths"], "follow": list(follow) or kept["follow"]}
