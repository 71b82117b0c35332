"""Commands over a finished graph: ``stats``, ``graph``, ``export``, ``validate``, ``evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.narrowing import look_of, look_options, part_of, part_options
from kg.cli.opening import graph_argument, graph_options, named_graph, open_graph, store_option
from kg.cli.output import FORMATS, counted, progress, say, show_issue, show_table, tell
from kg.cli.sending import address, is_remote, sent

# endings of what kg build writes for kg to read again
_GRAPHS = (".trig", ".nq", ".ttl")
_format = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)


@click.command(
    short_help="Count what a graph holds.", epilog="Example: kg stats out/graph.trig --format json"
)
@graph_argument
@_format
def stats(graph: Path, store: Path | None, form: str) -> None:
    """Count articles, actors, events, statements, evidence and triples of GRAPH, out/graph.trig if not given."""
    show_table(open_graph(graph, store).stats(), form)


@click.command(
    short_help="Write a page or picture of who deals with whom.",
    epilog="Example: kg graph out/graph.trig --focus Lavrov --since 2022-01 -o lavrov.svg",
)
@graph_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("network.html"), show_default=True
)
@part_options
@look_options
def graph(graph: Path, store: Path | None, output: Path, view: str, **options: Any) -> None:
    """Write the actor network of GRAPH and its other views as a page, or one of them as a picture.

    GRAPH is out/graph.trig if not given. The ending of the output says which: .html is one file with every view that
    needs nothing else; .svg and .png are pictures to print; any ending that kg export knows gives that format.
    """
    from kg.export import export as write

    part, look = part_of(options), look_of(options)
    for file in write(open_graph(graph, store).dataset, output, view=view, part=part, look=look):
        say(f"wrote {file}")


@click.command(
    short_help="Write a graph in another format.",
    epilog="Example: kg export out/graph.trig talks.graphml --view meetings --since 2022-01",
)
@click.argument("places", nargs=-1, type=click.Path(path_type=Path), metavar="[GRAPH] OUT")
@store_option
@part_options
def export(places: tuple[Path, ...], store: Path | None, view: str, **options: Any) -> None:
    """Write GRAPH, out/graph.trig if not given, to OUT in the format of its ending.

    RDF: .trig, .nq and .jsonld with a graph for each article; .ttl, .nt and .rdf (RDF/XML) with all triples together
    and marks (void:inDataset) by which kg tells them apart again. A view for other programs: .graphml, .gexf, .cyjs
    (Cytoscape), or .csv, which gets the ties, with the nodes in a second file beside it. Who is for and against which
    demand, for Discourse Network Analyzer 3: .dna (password: parley). Pages and pictures (.html, .svg, .png) as kg
    graph makes them.

    OUT may also be the URL of a graph store (SPARQL 1.1 Graph Store Protocol), such as http://localhost:7878/store:
    each graph replaces the one of its name there. $KG_STORE_USER and $KG_STORE_PASSWORD, or $KG_STORE_TOKEN, are sent
    along; what was interrupted goes on where it was.
    """
    from kg.export import export as write

    if len(places) not in (1, 2):
        raise click.UsageError("give OUT, or GRAPH and OUT: kg export out/graph.trig talks.graphml")
    graph, out = places if len(places) == 2 else (named_graph(), places[0])
    if is_remote(out):
        with progress() as tell:
            say(f"{address(out)}: {sent(open_graph(graph, store).dataset, out, progress=tell)}")
        return
    if len(places) == 1 and out.suffix.lower() in _GRAPHS and out.exists():
        # who forgot OUT means a graph of his to be read
        raise click.UsageError(f"{out} is there already; to write over it, name the graph too: GRAPH OUT")
    for file in write(open_graph(graph, store).dataset, out, view=view, part=part_of(options)):
        say(f"wrote {file}")


@click.command(
    short_help="Check a graph against shapes and checks.",
    epilog="Example: kg validate out/graph.trig && echo sound",
)
@graph_argument
def validate(graph: Path, store: Path | None) -> None:
    """Check GRAPH, out/graph.trig if not given, against shapes and checks; exit code 5 if something is wrong."""
    from kg.errors import ShapeError

    issues = open_graph(graph, store).validate()
    place = store or graph
    for issue in issues:
        show_issue(issue)
    errors = sum(issue.level == "error" for issue in issues)
    if errors:
        said = (
            f"{errors} of {counted(len(issues), 'finding')} {'is an error' if errors == 1 else 'are errors'}"
        )
        raise ShapeError(f"{place}: {said}; see the lines above")
    say(f"{place}: sound" + (f", {counted(len(issues), 'remark')}" if issues else ""))


@click.command(
    short_help="Score a graph against annotated articles.",
    epilog="Example: kg evaluate tests/gold --graph out/graph.trig --reliability --groups kinds.json",
)
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@graph_options
@click.option("--by-article", is_flag=True, help="Add a row for each article (table only).")
@click.option(
    "--groups",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Add the figures of each group of articles that FILE, JSON or YAML, gives by their names, such as folds or"
    " kinds of negotiation; may be given again.",
)
@click.option("--misses", is_flag=True, help="Name each entry that was missed or is spurious (table only).")
@click.option(
    "--reliability",
    is_flag=True,
    help="Add how often claims of each confidence are right (table only), and the calibration error by type.",
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
    groups: tuple[Path, ...],
    misses: bool,
    reliability: bool,
    identity: Path | None,
    form: str,
) -> None:
    """Score a graph against GOLD, a folder of annotated articles in JSON.

    Every figure comes by type of entry, with precision and recall apart: of the whole, and with --groups also of each
    group of articles, a row per group, or in the other formats a row per group and type.
    """
    from kg.evaluate import evaluate as score
    from kg.evaluate import grouped_table, identity_table, read_groups, render
    from kg.evaluate import identity as compare

    if identity is not None:
        figures = compare(gold, identity, open_graph(graph, store).dataset)
        show_table(identity_table(figures), form)
        if misses and form == "table":
            for kind, found in figures.items():
                for what, pairs in (("wrong", found.wrong), ("missed", found.missed)):
                    for one, other in pairs:
                        tell(f"{what} {kind}: {one} / {other}")
        return
    groupings = [read_groups(path) for path in groups]
    report = score(gold, open_graph(graph, store).dataset)
    if form == "table":
        shown = render(
            report, by_article=by_article, misses=misses, reliability=reliability, groupings=groupings
        )
        tell(shown, nl=False)
    elif groupings:
        show_table(grouped_table(report, groupings, reliability=reliability), form)
    else:
        show_table(report.table(reliability=reliability), form)
