"""The command that only reads, ``read``, and the options of every command that does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.output import escaped, progress, say, show_issue

if TYPE_CHECKING:
    from kg.gate import Gate
    from kg.model import Article
    from kg.read import Intake

SETTINGS = Path("parley.toml")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def reading_options(command: _Command) -> _Command:
    """Give a command the options ``--field``, ``--published``, ``--publisher`` and ``--article-bytes``."""
    field = click.option(
        "--field",
        "fields",
        multiple=True,
        metavar="FIELD=NAME",
        help="What a field is called in tables and JSON: --field text=Body; also [fields] in parley.toml.",
    )
    published = click.option(
        "--published", metavar="DATE", help="The date of articles that state none in their metadata."
    )
    publisher = click.option("--publisher", metavar="NAME", help="The publisher of articles that name none.")
    longest = click.option(
        "--article-bytes",
        type=click.IntRange(1),
        default=10_000_000,
        show_default=True,
        metavar="N",
        help="Bytes of text that an article may have; a longer one is named and left out.",
    )
    return field(published(publisher(longest(command))))


def patience_option(command: _Command) -> _Command:
    """Give a command the option ``--article-seconds``."""
    return click.option(
        "--article-seconds",
        type=click.FloatRange(0.001),
        metavar="S",
        help="Seconds that one article may take; one that takes longer is named and left out. No limit if not given.",
    )(command)


def intake_of(fields: tuple[str, ...], published: str | None, publisher: str | None, longest: int) -> Intake:
    """Make what reading is told and counts, of the options and of ``parley.toml`` in the working folder.

    Raises:
        InputError: one of them cannot be understood.
    """
    from kg.errors import InputError
    from kg.read import Intake

    settings = _settings()
    said: dict[str, str] = dict(settings.pop("fields", {}))
    for word in fields:
        field, sign, name = word.partition("=")
        if not sign:
            raise InputError(f"--field {word}: write FIELD=NAME, such as --field text=Body")
        said[field.strip()] = name
    return Intake(
        fields=said,
        published=published or settings.get("published"),
        publisher=publisher or settings.get("publisher"),
        longest=longest,
    )


def _settings() -> dict[str, Any]:
    import tomllib

    from kg.errors import InputError

    if not SETTINGS.is_file():
        return {}
    try:
        found = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{SETTINGS}: cannot be read: {error}; correct it or move it away") from error
    found.pop("llm", None)  # which kg.llm reads
    known = {"fields", "published", "publisher"}
    fields = found.get("fields", {})
    words = [*fields.values()] if isinstance(fields, dict) else [None]
    words += [value for key, value in found.items() if key != "fields"]
    if set(found) - known or not all(isinstance(word, str) for word in words):
        raise InputError(f"{SETTINGS}: may hold published, publisher and a table [fields], all of strings")
    say_settings()
    return found


def say_settings() -> None:
    """Say that reading is told by ``parley.toml``, where there is one."""
    if SETTINGS.is_file():
        say(f"reading is told by {SETTINGS}")


@click.command(
    short_help="Read articles and write them as JSON Lines, nothing more.",
    epilog="Example: kg read export.zip mails/ -o corpus.jsonl    (kg build corpus.jsonl -o out goes on from there)",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; standard output if not given.",
)
@reading_options
@click.option("--zones/--no-zones", default=True, help="Tell headline, byline, story … as offsets.")
@click.option(
    "--copies",
    type=click.Choice(["together", "apart"]),
    default="together",
    show_default=True,
    help="Write copies within their original, or each as an article with copy_of.",
)
@click.option(
    "--gate", is_flag=True, help='Mark articles that kg build --gate passes over: "passed_over": true.'
)
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be read.")
def read(
    paths: tuple[str, ...],
    output: Path | None,
    fields: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    article_bytes: int,
    zones: bool,
    copies: str,
    gate: bool,
    strict: bool,
) -> None:
    """Read articles out of files of every kind and write what was understood, one JSON object on a line.

    PATH is a file, a folder or a glob; docs/inputs.md tells every kind. An object has "id", "title", "text",
    "published", "publisher", "url", "author", what else the file says ("section", "language", "kind", "cut"),
    "zones" as lists of {"start", "end", "kind"} in code points of the text, and "read_from". Articles with the same
    text, or nearly, as papers print an agency's, stand in "copies" of the first, with all that is known of each but
    the text: that is a list of pieces, [start, end] of the first one's text or words of its own. Every command reads
    what is written again, each copy as an article.

    What was read and what was skipped, with the reasons, is counted on standard error. With --gate, articles that
    kg build --gate passes over have "passed_over": true.
    """
    from kg.errors import InputError
    from kg.files import check_target
    from kg.read import read_items
    from kg.read.printings import Printings

    intake = intake_of(fields, published, publisher, article_bytes)
    if output is not None:
        check_target(output)
    items = read_items(paths, strict=strict, report=show_issue, intake=intake)
    # a terminal is not to be steered by what others wrote
    shown: Callable[[str], str] = str if output is not None else escaped
    printings = Printings(together=copies == "together")
    with _target(output) as out, progress() as tell:
        for article, details in items:
            record = _record(article, details, zones=zones)
            if gate and not _gate().reads(article):
                record["passed_over"] = True
            for line in printings.add(record):
                out.write(shown(line) + "\n")
            if tell is not None:
                tell("read", intake.read, 0)
        for line in printings.rest():
            out.write(shown(line) + "\n")
    intake.copies = printings.copies
    say(intake.summary())
    if not intake.read:
        raise InputError(
            f"{', '.join(paths)}: no article could be read; name files or folders that hold news"
        )
    if output is not None:
        say(f"wrote {output}")


def _gate() -> Gate:
    from kg.gate import gate

    return gate()


@contextmanager
def _target(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    from kg.files import writing

    with writing(output) as file:
        yield file


def _record(article: Article, details: Mapping[str, Any], *, zones: bool) -> dict[str, Any]:
    fields = {
        "id": article.name,
        "title": article.title,
        "text": article.text,
        "published": article.published,
        "publisher": article.publisher,
        "url": article.url,
        "author": article.author,
        **details,
    }
    record: dict[str, Any] = {key: value for key, value in fields.items() if value}
    if zones:
        from kg.annotate.zones import find_zones

        record["zones"] = [
            {"start": zone.span.start, "end": zone.span.end, "kind": zone.kind}
            for zone in find_zones(article.text, title=article.title, turns=article.form is not None)
        ]
    record["read_from"] = article.source.encode("utf-8", "replace").decode()
    return record
