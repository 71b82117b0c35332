"""The language model on the command line: options of commands that read articles, and ``kg llm``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.output import progress, say, show_issue, tell
from kg.files import write_text

if TYPE_CHECKING:
    from kg.llm import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])

_MODEL = click.option("--llm-model", metavar="NAME", help="The model's name at the service.")
_CACHE = click.option(
    "--llm-cache",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where answers are kept; parley/llm.sqlite in your folder for caches otherwise.",
)
_CONTEXT = click.option(
    "--llm-context",
    type=click.IntRange(3000),
    metavar="TOKENS",
    help="What the model takes in at once, question and answer together; 16000 otherwise.",
)
_ON = click.option(
    "--llm-on",
    type=click.Choice(("all", "doubtful")),
    help="Ask about whole articles, or only about sentences in which the rules are unsure; all otherwise.",
)
_PRICE = click.option(
    "--llm-price", metavar="IN/OUT", help="What a million tokens read and written cost, such as 0.15/0.60."
)
_OPTIONS = (
    click.option(
        "--reader",
        type=click.Choice(("rules", "llm", "both")),
        default="rules",
        show_default=True,
        help="Who reads: Parley's own reader, a language model, or both. See docs/llm.md.",
    ),
    click.option(
        "--llm-url", metavar="URL", help="An OpenAI-compatible service, such as http://localhost:11434/v1."
    ),
    _MODEL,
    _ON,
    _PRICE,
    click.option(
        "--llm-budget",
        metavar="AMOUNT",
        help="What the run may spend: money by --llm-price, or tokens such as 500000tok. A later run goes on.",
    ),
    click.option(
        "--llm-concurrency", type=click.IntRange(1, 64), metavar="N", help="Questions at once; 4 otherwise."
    ),
    click.option(
        "--llm-timeout",
        type=click.FloatRange(1),
        metavar="SECONDS",
        help="How long one answer may take; 180 otherwise.",
    ),
    _CONTEXT,
    _CACHE,
    click.option(
        "--llm-again", is_flag=True, help="Ask anew about articles that the model was given up for."
    ),
    click.option("--llm-dry-run", is_flag=True, help="Only say what the model would be asked and cost."),
)


def llm_options(command: _Command) -> _Command:
    """Give a command ``--reader`` and the options of the model."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen(given: Mapping[str, Any]) -> Settings | None:
    """Return the settings that options ask for; ``None`` where the rules alone read.

    Args:
        given: values of the options by name.

    Raises:
        LLMError: no model is named, or a value cannot be used.
        UsageError: options of the model without a reader that uses it.
    """
    named = {name.removeprefix("llm_"): value for name, value in given.items() if name.startswith("llm_")}
    dry, again = named.pop("dry_run", False), named.pop("again", False)
    if given["reader"] == "rules":
        used = [name for name, value in named.items() if value is not None]
        if used or dry or again:
            what = (used or (["dry-run"] if dry else ["again"]))[0]
            raise click.UsageError(f"--llm-{what} needs --reader llm or --reader both")
        return None
    from kg.llm import settings

    return settings(named | {"reader": given["reader"]})


@click.group(
    short_help="Put questions to a language model in batches.",
    epilog="Example: kg llm requests articles/ --llm-model gpt-4.1-mini -o requests.jsonl",
)
def llm() -> None:
    """Let a model that stands elsewhere, or a hosted service's batch prices, answer.

    kg llm requests writes what would be asked; kg llm answers takes the results. Afterwards
    kg build --reader llm --llm-model NAME reads them from the cache and asks nobody.
    """


@llm.command(
    short_help="Write what a model would be asked.",
    epilog="Example: kg llm requests articles/ --llm-model gpt-4.1-mini -o requests.jsonl",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file; standard output otherwise.",
)
@_MODEL
@_ON
@_CONTEXT
@_CACHE
@click.option("--model", metavar="NAME", help="An installed spaCy model.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that prepare.")
def requests(paths: tuple[str, ...], output: Path | None, model: str | None, jobs: int, **given: Any) -> None:
    """Write the questions about articles in the form of OpenAI's batches, one a line.

    What the cache has an answer to is left out. Take --llm-model, --llm-on and --llm-context the same here and in
    kg build, for they are part of the question.
    """
    from kg import pipeline
    from kg.llm.batch import lines

    found = chosen(given | {"reader": "llm"})
    assert found is not None
    with progress() as step:
        articles = pipeline.collect(paths, report=show_issue, progress=step)
        sheets = pipeline.sheets(articles, model=model, report=show_issue, jobs=jobs, progress=step)
        written = list(lines(sheets, found))
    text = "".join(f"{line}\n" for line in written)
    if output is None:
        tell(text, nl=False)
    else:
        write_text(output, text)
    size = f"{len(text.encode()) / 1e6:.1f} MB"
    say(
        f"{len(written)} requests about {len(articles)} articles, {size}"
        + (f"; wrote {output}" if output else "")
    )


@llm.command(
    short_help="Take a model's answers into the cache.",
    epilog="Example: kg llm answers requests.jsonl results.jsonl",
)
@click.argument("asked", type=click.Path(path_type=Path, dir_okay=False), metavar="REQUESTS")
@click.argument("answered", type=click.Path(path_type=Path, dir_okay=False), metavar="RESULTS")
@_CACHE
def answers(asked: Path, answered: Path, llm_cache: Path | None) -> None:
    """Take the results of a batch into the cache, where kg build finds them.

    REQUESTS is what kg llm requests wrote, RESULTS what the service returned. Results that hold an error are named and
    left out; what is missing or failed can be asked again.
    """
    from kg.llm.batch import take
    from kg.llm.settings import default_cache

    taken = take(asked, answered, llm_cache or default_cache(), report=show_issue)
    for what, n in taken.items():
        tell(f"{what}\t{n}")


@llm.command(
    short_help="Say where articles would go.",
    epilog="Example: kg llm doctor --llm-url http://localhost:11434/v1 --llm-model qwen3:8b",
)
@click.option("--llm-url", metavar="URL", help="As for kg build; url in [llm] of parley.toml otherwise.")
@_MODEL
@_CACHE
def doctor(**given: Any) -> None:
    """Say which model would read, where texts would go, whether there is a key, and what is kept already.

    Nothing is sent and no connection is opened. The key itself is not shown.
    """
    from kg.llm.settings import key_name
    from kg.llm.standing import standing

    found = chosen(given | {"reader": "llm"})
    assert found is not None
    for what, value in standing(found, key_name(found.url or "")):
        tell(f"{what}\t{value}")
