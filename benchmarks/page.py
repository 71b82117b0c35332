#!/usr/bin/env python3
"""Measure how long a page takes until it can be used, beside plain pyvis on the same graphs in the same run.

    benchmarks/page.py [N...] [--graph FILE] [--limit SECONDS] [--no-pyvis] [--write]
    benchmarks/page.py --press ARTICLES

For each N (100 1000 5000 20000 by default) a network of N actors in communities of uneven size is made, always the
same, with about two ties an actor, each with its events and sentences. Its page, and that of pyvis's
``Network.from_nx`` with its options as they come (physics on), are opened in a headless Chromium (/usr/bin/chromium, or
$KG_CHROMIUM). A page can be used when its first frame with nodes is drawn and it answers: ours with suggestions for a
name typed into the search box, that of pyvis, which has none, to a script. What takes longer than the limit (120 s) is
given up, in building as in opening. "Show all" is the time from the click on that button to the frame with every node.
Of three openings the quickest counts. --graph adds a row for the actor network of a graph; its "project" is what it
takes to find actors and ties there, which networks that are made here do without. Prints a table in Markdown;
``--write`` puts it into docs/view-timing.md. --press prints one line instead: the processor time that all views and the
page of an invented press (press.py) of so many articles take, and the size of the page.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.model import ActorNetwork, ActorNode, Tie, TieEvent, TieEvidence
from kg.network import views
from kg.network.measures import measured
from kg.store import load
from kg.view import page

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "view-timing.md"
START, END = "<!-- table -->\n", "<!-- /table -->"
CHROMIUM = os.environ.get("KG_CHROMIUM", "/usr/bin/chromium")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
KG = "https://w3id.org/parley/ns#"
DISPLAY = "https://w3id.org/parley/display#"
ID = "https://w3id.org/parley/id/"
KINDS = ("State", "Organization", "Bloc", "Person", "Person", "Person")
RELATIONS = (
    ("met", "met", False, 3.0),
    ("spokeAbout", "spoke about", True, 0.5),
    ("answered", "answered", True, 3.0),
)
HEAD = (
    "Nodes", "Ties", "Project s", "Build s", "File MB", "Usable s", "Show all s",
    "pyvis build s", "pyvis file MB", "pyvis usable s",
)  # fmt: skip


def pairs(size: int, rng: random.Random) -> list[tuple[int, int]]:
    """Return ties between ``size`` nodes: communities of uneven size with a few hubs each, some ties across."""
    found = set()
    start = 0
    while start < size:
        end = min(size, start + int(8 + rng.paretovariate(1.1) * 12))
        for node in range(start + 1, end):
            for _ in range(2):
                found.add((start + int((node - start) * rng.random() ** 2), node))
            if rng.random() < 0.15:
                other = rng.randrange(size)
                found.add((min(node, other), max(node, other)))
        start = end
    return sorted((a, b) for a, b in found if a != b)


def made(size: int) -> ActorNetwork:
    """Return the network of ``size`` actors, the same each time."""
    rng = random.Random(size)
    actors = [
        ActorNode(f"{ID}actor/a{n}", KG + KINDS[n % len(KINDS)], f"Actor {n} of the {n % 89}th house")
        for n in range(size)
    ]
    ties = []
    for place, (a, b) in enumerate(pairs(size, rng)):
        name, label, directed, weight = RELATIONS[place % len(RELATIONS)]
        events = tuple(
            event(place, turn, actors[a].label, actors[b].label, rng) for turn in range(rng.choice((1, 1, 2)))
        )
        ties.append(
            Tie(
                actors[a].id,
                actors[b].id,
                DISPLAY + name,
                label,
                label,
                directed,
                weight * len(events),
                events,
            )
        )
    return ActorNetwork(measured(actors, ties), tuple(ties))


def event(place: int, turn: int, a: str, b: str, rng: random.Random) -> TieEvent:
    """Return one event with one sentence of evidence."""
    day = f"20{rng.randrange(10, 24)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    quote = f"{a} and {b} spoke for the {place + turn}th time"
    sentence = (
        f"After a long night in the old customs house {quote}, and neither of them would say about what."
    )
    number = rng.randrange(1 + place // 8)
    piece = TieEvidence(
        day, f"{ID}article/r{number}", place, sentence, quote, f"Report number {number}", "The Courier"
    )
    return TieEvent(
        f"{ID}thing/{place}-{turn}",
        "talks, the old customs house",
        day,
        (("date", day),),
        (piece,),
        KG + "Meeting",
    )


def ours(network: ActorNetwork, path: Path) -> None:
    """Write our page."""
    path.write_text(page(network), encoding="utf-8", newline="\n")


def plain(network: ActorNetwork, path: Path) -> None:
    """Write the page that pyvis makes by itself."""
    import networkx
    from pyvis.network import Network

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from((actor.id, {"label": actor.label}) for actor in network.actors)
    graph.add_edges_from((tie.source, tie.target) for tie in network.ties)
    net = Network(cdn_resources="in_line")
    net.from_nx(graph)
    path.write_text(net.generate_html(), encoding="utf-8")


@contextmanager
def opened(path: Path, limit: float) -> Iterator[Any]:
    """Give a tab of a browser of its own, which goes to the page at once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        tab = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        tab.set_default_timeout(limit * 1000)
        tab.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        try:
            yield tab
        finally:
            browser.close()


def usable_ours(tab: Any, path: Path) -> None:
    """Return when a name can be found on our page."""
    tab.goto(path.as_uri(), wait_until="commit")
    tab.wait_for_function("window.kgPage && kgPage.labels().length > 0", polling=20)
    tab.fill("#search", tab.evaluate("kgPage.labels().find(label => label.actor).name"))
    tab.wait_for_selector("#suggestions li", state="visible")


def usable_plain(tab: Any, path: Path) -> None:
    """Return when plain pyvis has drawn a frame and a script is answered."""
    tab.goto(path.as_uri(), wait_until="commit")
    tab.wait_for_function("typeof network === 'object' && network && network.body", polling=20)
    # a page that stands still draws no frame of itself: one is asked for
    tab.evaluate("() => { network.on('afterDrawing', () => { window.drawn = true; }); network.redraw(); }")
    tab.wait_for_function("window.drawn === true", polling=20)


def all_of_ours(tab: Any) -> None:
    """Press "Show all" and return after the frame that shows it."""
    tab.evaluate(
        """() => new Promise(done => {
            document.getElementById('more-button').click();
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
        })"""
    )


def timed(act: Callable[[], object], limit: float) -> float | None:
    """Return the seconds that something takes, or None if a browser gave up on it."""
    from playwright.sync_api import Error

    start = time.perf_counter()
    try:
        act()
    except Error:
        if time.perf_counter() - start < limit:
            raise
        return None
    return time.perf_counter() - start


def alone(act: Callable[..., object], *args: object, limit: float) -> float | None:
    """Return the seconds that something takes in a process of its own, or None if it is stopped at the limit."""
    process = multiprocessing.get_context("fork").Process(target=act, args=args)
    start = time.perf_counter()
    process.start()
    process.join(limit)
    taken = time.perf_counter() - start
    if process.is_alive():
        process.kill()
        process.join()
        return None
    if process.exitcode:
        raise SystemExit(f"{act.__name__} ended with {process.exitcode}")
    return taken


def opening(
    usable: Callable[[Any, Path], None], path: Path, limit: float
) -> tuple[float | None, float | None]:
    """Return when a page can be used and when all of it is shown: the quickest of three times, one if that was slow."""
    times: list[tuple[float, float | None]] = []
    while len(times) < 3 and (not times or times[0][0] < limit / 6):
        with opened(path, limit) as tab:
            first = timed(lambda tab=tab: usable(tab, path), limit)  # type: ignore[misc]
            if first is None:
                return None, None
            more = usable is usable_ours and tab.is_visible("#more-button")
            times.append((first, timed(lambda tab=tab: all_of_ours(tab), limit) if more else None))  # type: ignore[misc]
    everything = [second for _, second in times if second is not None]
    return min(first for first, _ in times), min(everything, default=None)


def measure(
    network: ActorNetwork, folder: Path, *, limit: float, pyvis: bool, projected: float | None = None
) -> list[str]:
    """Return a row of the table."""
    size = len(network.actors)
    own, other = folder / f"own-{size}.html", folder / f"plain-{size}.html"
    built = timed(lambda: ours(network, own), limit)
    usable, everything = opening(usable_ours, own, limit)
    project = "" if projected is None else shown(projected)
    row = [f"{size:,}", f"{len(network.ties):,}", project, shown(built), megabytes(own), shown(usable)]
    row.append("" if everything is None else shown(everything))
    if pyvis:
        built = alone(plain, network, other, limit=limit)
        if built is None:
            return [*row, "given up", "", ""]
        row += [shown(built), megabytes(other), shown(opening(usable_plain, other, limit)[0])]
    return row


def pressed(articles: int) -> str:
    """Return what all views and the page of an invented press take, in words."""
    import json
    import sys

    sys.path.insert(0, str(ROOT / "benchmarks"))
    from press import Press

    from kg import pipeline

    press = Press()
    pipeline.extract_all = press.extract_all  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "press.jsonl"
        source.write_text("\n".join(json.dumps(press.record(n)) for n in range(articles)), encoding="utf-8")
        graph = pipeline.build(source)
    start = time.process_time()
    network = graph.network()
    projected = time.process_time()
    size = len(network.html.encode("utf-8"))
    made = time.process_time()
    return (
        f"{articles:,} articles, {len(network.network.actors):,} actors, {len(network.network.ties):,} ties: "
        f"views {projected - start:.1f} s, page {made - projected:.1f} s of processor time, {size / 1e6:.1f} MB"
    )


def shown(seconds: float | None) -> str:
    """Return seconds as the table has them."""
    return "given up" if seconds is None else f"{seconds:.1f}"


def megabytes(path: Path) -> str:
    """Return the size of a file as the table has it."""
    return f"{path.stat().st_size / 1e6:.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000, 5000, 20000], metavar="N")
    parser.add_argument("--graph", type=Path, help="a graph whose actor network is measured too")
    parser.add_argument("--limit", type=float, default=120, help="seconds after which a page is given up")
    parser.add_argument("--no-pyvis", action="store_true", help="measure our page alone")
    parser.add_argument("--press", type=int, metavar="ARTICLES", help="measure an invented press instead")
    parser.add_argument("--write", action="store_true", help="put the table into docs/view-timing.md")
    args = parser.parse_args()
    if args.press:
        print(pressed(args.press))
        return
    head = HEAD[:7] if args.no_pyvis else HEAD
    lines = [f"| {' | '.join(head)} |", f"|{' ---: |' * len(head)}"]
    print("\n".join(lines), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        cases: list[tuple[ActorNetwork, float | None]] = [(made(size), None) for size in args.sizes]
        if args.graph:
            graph = load(args.graph)
            start = time.perf_counter()
            network = views(graph)[0]
            cases.append((network, time.perf_counter() - start))
        for network, projected in cases:
            row = measure(
                network, Path(folder), limit=args.limit, pyvis=not args.no_pyvis, projected=projected
            )
            lines.append(f"| {' | '.join(row)} |")
            print(lines[-1], flush=True)
    if args.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(START)
        PAGE.write_text(before + START + "\n".join(lines) + "\n" + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
