"""Commands that ask a graph: ``query``, whose subcommands are the ``.rq`` files, and ``ask`` in free words."""

from __future__ import annotations

import shutil
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.answering import How, answer_options, show_answer, show_number
from kg.cli.grid import PIPE
from kg.cli.opening import graph_options, open_graph
from kg.cli.output import say, tell
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.query import Parameter, Query

_METAVARS = {"actor": "NAME", "thing": "THING", "date": "DATE", "text": "TEXT", "integer": "N"}
_METAVARS |= {"number": "NUMBER", "boolean": "yes|no", "choice": "CHOICE"}


class UnknownParameter(click.NoSuchOption):
    """An option that is no parameter of the query."""

    exit_code = QueryError.exit_code


class Question(click.Command):
    """The command of one query; an option that it does not know is an unknown parameter, as it is from Python."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words after the query's name.

        Raises:
            UnknownParameter: an option is not one of the query's.
        """
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise UnknownParameter(error.option_name, possibilities=error.possibilities, ctx=ctx) from None


class Queries(click.Group):
    """A command for each query of the catalogue, and for an ``.rq`` file of one's own; read when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the queries that come with Parley."""
        from kg.query import catalogue

        return list(catalogue())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Make the command of one query from its header.

        Raises:
            QueryError: there is no such query or file.
        """
        from kg.query import find

        if cmd_name == "-":
            return _from_input()
        return _command(find(cmd_name), cmd_name)


def _list(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value:
        return
    from kg.query import themes
    from kg.query.reference import heading

    found = themes()
    width = max((len(query.name) for queries in found.values() for query in queries), default=0)
    room = shutil.get_terminal_size((PIPE, 0)).columns if sys.stdout.isatty() else PIPE
    for number, (theme, queries) in enumerate(found.items()):
        if number:
            tell()
        tell(heading(theme), bold=True)
        for query in queries:
            title = textwrap.shorten(query.title, max(room - width - 4, 20), placeholder=" …")
            tell(f"  {query.name:<{width}}  {title}")
    ctx.exit()


@click.group(
    cls=Queries,
    subcommand_metavar="NAME [--param value]...",
    short_help="Ask a graph a question: kg query --list.",
    epilog="Example: kg query timeline --actor Russia --format csv    (see kg query NAME --help for what one takes)",
)
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List the queries."
)
def query() -> None:
    """Ask a graph one of the questions that come with Parley, or one of your own.

    NAME is a query from the list below, a path to an .rq file, or "-" for SPARQL on standard input.
    """


def _command(found: Query, called: str) -> click.Command:
    def run(graph: Path, store: Path | None, **values: Any) -> None:
        how = How(**{name: values.pop(name) for name in ("form", "limit", "timeout", "explained")})
        opened = open_graph(graph, store)
        name = found.path if called != found.name else found.name
        try:
            show_answer(opened.dataset, name, values, how)
        except QueryError as error:
            raise _told(error, str(found.path) if called == "-" else "") from None

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            tell(found.text.rstrip())
            ctx.exit()

    command = Question(
        called,
        callback=run,
        help=f"{found.title}.\n\n{found.description}",
        short_help=found.title,
        epilog=f"Example: {found.example or f'kg query {called}'}",
        params=[_option(param) for param in found.params],
    )
    shown = click.Option(
        ["--show"], is_flag=True, is_eager=True, expose_value=False, callback=show, help="Print its SPARQL."
    )
    command.params += [*answer_options(), shown]
    return graph_options(command)


def _told(error: QueryError, path: str) -> QueryError:
    """Show a mistake in a query's text under its line; what came on standard input has no name that a person knows."""
    from kg.query.guard import SparqlError

    if not isinstance(error, SparqlError):
        return QueryError(str(error).replace(path, "standard input")) if path else error
    where = "standard input" if path else error.where
    # of a long line, what is around the place
    start = max(error.column - 61, 0)
    source = error.source[start : start + 120].replace("\t", " ")
    caret = " " * (error.column - 1 - start) + "^"
    return QueryError(f"{where}:{error.line}:{error.column}: {error.message}\n    {source}\n    {caret}")


def _option(param: Parameter) -> click.Option:
    """Values stay text here: the query checks them, with a message that names query, parameter and remedy."""
    default = f"  [default: {param.default}]" if param.default is not None else ""
    example = f" (such as {param.examples[0]})" if param.examples else ""
    return click.Option(
        [f"--{param.name.replace('_', '-')}", param.name],
        metavar="|".join(param.choices) or _METAVARS[param.type],
        required=param.required,
        help=param.text + example + default,
    )


def _from_input() -> click.Command:
    from kg.query import find

    with tempfile.NamedTemporaryFile(
        "w", suffix=".rq", prefix="stdin-", encoding="utf-8", delete=False
    ) as file:
        file.write(sys.stdin.read())
    path = Path(file.name)
    click.get_current_context().call_on_close(lambda: path.unlink(missing_ok=True))
    return _command(find(path), "-")


@click.command(
    short_help='Ask in free words: kg ask "who met whom".',
    epilog='Example: kg ask "what did Lavrov say about NATO since January 2022"',
)
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--dry-run", is_flag=True, help="Only show which query would be run.")
@graph_options
def ask(words: tuple[str, ...], dry_run: bool, graph: Path, store: Path | None, **how: Any) -> None:
    """Find the question of the catalogue that WORDS ask, show it as a command, and run it.

    Words are matched, not understood: names of the graph, dates, topics and numbers become parameters, the rest is
    compared with what each query says of itself; "how many" and "how often" give a number. Where a name or a word has
    no place in any query, or two queries fit as well, nothing is run: the nearest three are offered, each with what it
    would show and what it leaves out; the exit code is 4.
    """
    from kg.ask import answer, understand

    opened = open_graph(graph, store)
    reading = understand(opened.dataset, " ".join(words))
    if not reading.sure and reading.guesses:
        say(f"{reading.doubt}; the nearest {'are' if len(reading.guesses) > 1 else 'is'}:")
        for number, guess in enumerate(reading.guesses, start=1):
            say(f"  {number}. {guess.command}")
            say(f"     {guess.shows}")
        raise click.exceptions.Exit(QueryError.exit_code)
    guess = reading.best
    say(guess.command + (f"    ({guess.shows})" if guess.counting else ""))
    if dry_run:
        return
    wanted = How(**how)
    if guess.counting:
        show_number(answer(opened.dataset, guess), wanted)
    else:
        show_answer(opened.dataset, guess.query.name, guess.params, wanted)


ask.params += answer_options()
