"""The command that looks whether a graph or a store is whole, and mends it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.opening import graph_argument, open_graph
from kg.cli.output import counted, progress, say, show_issue


@click.command(
    short_help="See whether a graph or store is whole, and mend it.",
    epilog="Example: kg doctor news --repair    (after a crash, or a message that a file is damaged)",
)
@graph_argument
@click.option(
    "--repair",
    "mend",
    is_flag=True,
    help="Make graph and tables of a store that grows anew, from the articles and extractions it keeps.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that extract, if any must.",
)
def doctor(graph: Path, store: Path | None, mend: bool, jobs: int) -> None:
    """Look at GRAPH, out/graph.trig if not given: a file, a store, or a store that grows, from its bytes to its sense.

    Every file against its checksum; articles and extractions against the index; then every quote against its text,
    shapes and checks, dates, and whether what follows is what the rules give. Each finding is one line with a remedy.
    Exit code 5 if something is wrong in the graph, 6 if in files.
    """
    from kg.doctor import examine_corpus, examine_graph, examine_store, is_corpus, repair
    from kg.errors import ShapeError, StoreError
    from kg.model import Issue
    from kg.store.place import is_store

    place = store or graph
    if mend:
        if not is_corpus(place):
            raise StoreError(
                f"{place}: keeps no articles, so it cannot be made again from them;"
                f" build it again: kg build ARTICLES --store {place}"
            )
        with progress() as step:
            change = repair(place, report=show_issue, jobs=jobs, progress=step)
        say(f"{place}: made again: {change}")
    found: list[Issue] = []
    if is_corpus(place):
        found += examine_corpus(place)
    elif is_store(place):
        found += examine_store(place)
    for issue in found:
        show_issue(issue)
    errors = sum(issue.level == "error" for issue in found)
    if errors:
        raise StoreError(f"{place}: {counted(errors, 'file')} damaged; see the lines above")
    said = list(examine_graph(open_graph(graph, store).dataset))
    for issue in said:
        show_issue(issue)
    errors = sum(issue.level == "error" for issue in said)
    if errors:
        raise ShapeError(f"{place}: {counted(errors, 'error')} in the graph; see the lines above")
    remarks = len(found) + len(said)
    say(f"{place}: whole" + (f", {counted(remarks, 'remark')}" if remarks else ""))
