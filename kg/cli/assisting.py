"""The command that serves a graph to assistants."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.opening import graph_argument
from kg.errors import KGError


@click.command(
    short_help="Serve a graph to a language-model assistant.",
    epilog="Example: kg mcp out    (as the command of a server in the assistant's configuration: see docs/mcp.md)",
)
@graph_argument
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=30.0,
    show_default=True,
    metavar="S",
    help="Seconds that one answer may take.",
)
@click.option("--each-question", is_flag=True, help="Offer a tool for each question of the catalogue too.")
def mcp(graph: Path, store: Path | None, timeout: float, each_question: bool) -> None:
    """Serve GRAPH over standard input and output by the Model Context Protocol, read-only.

    Tools: search, list_questions, ask_question, explain, timeline, report, sparql. Every answer comes with its
    sentences and articles. Ends when the assistant hangs up.
    """
    try:
        from kg.mcp.server import run
        from kg.mcp.worker import Place
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] in ("mcp", "mcp_types", "anyio", "jsonschema"):
            raise KGError(
                "kg mcp: needs the MCP SDK; install it with: pip install 'parley-kg[mcp]'"
            ) from None
        raise
    run(Place(graph, store), seconds=timeout, each=each_question)
