"""Commands over a finished graph: ``stats``, ``graph``, ``export``, ``validate``, ``evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.narrowing import look_of, look_options, part_of, part_options
from kg.cli.opening import DEFAULT, graph_options, open_graph
from kg.cli.output import FORMATS, say, show_issue, show_table

_graph = click.argument("graph", type=click.Path(path_type=Path), metavar="GRAPH")
_format = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)


@click.command(
    short_help="Count what a graph holds.", epilog="Example: kg stats out/graph.trig --format json"
)
@_graph
@_format
def stats(graph: Path, form: str) -> None:
    """Count articles, actors, events, statements, evidence and triples of GRAPH."""
    show_table(open_graph(graph).stats(), form)


@click.command(
    short_help="Write a page or picture of who deals with whom.",
    epilog="Example: kg graph out/graph.trig --focus Lavrov --since 2022-01 -o lavrov.svg",
)
@click.argument("graph", type=click.Path(path_type=Path), envvar="KG_GRAPH", default=DEFAULT)
@click.option("--store", type=click.Path(path_type=Path), help="An Oxigraph store on disk instead.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("network.html"), show_default=True
)
@part_options
@look_options
def graph(graph: Path, store: Path | None, output: Path, view: str, **options: Any) -> None:
    """Write the actor network of GRAPH and its other views as a page, or one of them as a picture.

    The ending of the output says which: .html is one file with every view that needs nothing else; .svg and .png are
    pictures to print; any ending that kg export knows gives that format.
    """
    from kg.export import export as write

    part, look = part_of(options), look_of(options)
    for file in write(open_graph(graph, store).dataset, output, view=view, part=part, look=look):
        say(f"wrote {file}")


@click.command(
    short_help="Write a graph in another format.",
    epilog="Example: kg export out/graph.trig talks.graphml --view meetings --since 2022-01",
)
@_graph
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@part_options
def export(graph: Path, out: Path, view: str, **options: Any) -> None:
    """Write GRAPH to OUT in the format of its ending.

    RDF: .ttl, .trig, .nq, .jsonld, .nt. A view for other programs: .graphml, .gexf, .cyjs (Cytoscape), or .csv, which
    gets the ties, with the nodes in a second file beside it. Who is for and against which demand, for Discourse
    Network Analyzer 3: .dna (password: parley). Pages and pictures (.html, .svg, .png) as kg graph makes them.
    """
    from kg.export import export as write

    for file in write(open_graph(graph).dataset, out, view=view, part=part_of(options)):
        say(f"wrote {file}")


@click.command(
    short_help="Check a graph against shapes and checks.",
    epilog="Example: kg validate out/graph.trig && echo sound",
)
@_graph
def validate(graph: Path) -> None:
    """Check GRAPH against the shapes and checks; exit code 5 if something is wrong."""
    from kg.errors import ShapeError

    issues = open_graph(graph).validate()
    for issue in issues:
        show_issue(issue)
    errors = sum(issue.level == "error" for issue in issues)
    if errors:
        raise ShapeError(f"{graph}: {errors} of {len(issues)} findings are errors; see the lines above")
    say(
        f"{graph}: sound"
        + (f", {len(issues)} {'remark' if len(issues) == 1 else 'remarks'}" if issues else "")
    )


@click.command(
    short_help="Score a graph against annotated articles.",
    epilog="Example: kg evaluate tests/gold --graph out/graph.trig --by-article",
)
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@graph_options
@click.option("--by-article", is_flag=True, help="Add a row for each article (table only).")
@click.option("--misses", is_flag=True, help="Name each entry that was missed or is spurious (table only).")
@click.option(
    "--reliability", is_flag=True, help="Add how often claims of each confidence are right (table only)."
)
@click.option(
    "--identity",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Score which things of different articles are one, against a file that says so (B-cubed).",
)
@_format
def evaluate(
    gold: Path,
    graph: Path,
    store: Path | None,
    by_article: bool,
    misses: bool,
    reliability: bool,
    identity: Path | None,
    form: str,
) -> None:
    """Score a graph against GOLD, a folder of annotated articles in JSON."""
    from kg.evaluate import evaluate as score
    from kg.evaluate import identity as compare
    from kg.evaluate import identity_table, render

    if identity is not None:
        figures = compare(gold, identity, open_graph(graph, store).dataset)
        show_table(identity_table(figures), form)
        if misses and form == "table":
            for kind, found in figures.items():
                for what, pairs in (("wrong", found.wrong), ("missed", found.missed)):
                    for one, other in pairs:
                        click.echo(f"{what} {kind}: {one} / {other}")
        return
    report = score(gold, open_graph(graph, store).dataset)
    if form == "table":
        click.echo(render(report, by_article, misses, reliability), nl=False)
    else:
        show_table(report.table(), form)
