"""The fixture network, its page on disk, and a Chromium that tells of every request and every complaint."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Dataset

from kg.model import ActorNetwork, ActorNode, Tie, TieEvent, TieEvidence
from kg.network import plain, project, views
from kg.view import page

HERE = Path(__file__).resolve().parent
CHROMIUM = Path(os.environ.get("KG_CHROMIUM", "/usr/bin/chromium"))
KG = "https://w3id.org/parley/ns#"
DISPLAY = "https://w3id.org/parley/display#"
HOSTILE: list[str] = yaml.safe_load((HERE / "data" / "hostile.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def strait() -> ActorNetwork:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(HERE / "data" / "strait.trig", format="trig")
    return project(ds)


def _all_views(*, disputed: bool = False) -> tuple[ActorNetwork, ...]:
    ds = Dataset(store="Oxigraph", default_union=True)
    for name in ("strait.trig", "dispute.trig")[: 1 + disputed]:
        ds.parse(HERE / "data" / name, format="trig")
    return views(ds)


def crowd(size: int) -> ActorNetwork:
    """A network of ``size`` actors, each tied to the first and to its neighbour."""
    ids = [f"https://w3id.org/parley/id/actor/a{n}" for n in range(size)]
    piece = TieEvidence(
        "2031-01-01", "https://w3id.org/parley/id/article/x", 3, "They met on the quay.", "met", "X"
    )
    actors = tuple(
        ActorNode(i, KG + "Person", f"Person {n}", degree=size - n, evidence=(piece,))
        for n, i in enumerate(ids)
    )
    pairs = sorted({(ids[0], i) for i in ids[1:]} | set(itertools.pairwise(ids[1:])))
    ties = tuple(
        Tie(
            a,
            b,
            DISPLAY + "met",
            "met",
            "met",
            False,
            3.0,
            (TieEvent(f"m{n}", "talks", "2031", (), (piece,)),),
        )
        for n, (a, b) in enumerate(pairs)
    )
    return ActorNetwork(actors, ties)


def hostile_network() -> ActorNetwork:
    """Every hostile text in every place that an article can fill."""
    ids = [f"https://w3id.org/parley/id/actor/h{n}" for n in range(len(HOSTILE))]
    actors, ties = [], []
    for n, text in enumerate(HOSTILE):
        piece = TieEvidence(
            "2031-01-01", f"r:{n}", n, f"Before {text} after.", text, text, text, "javascript:window.hacked=9"
        )
        actors.append(
            ActorNode(ids[n], KG + "State", plain(text), (plain(text) + "!",), 2, evidence=(piece,))
        )
        event = TieEvent(f"m{n}", plain(text), "2031-01-01", (("topic", plain(text)),), (piece,))
        other = ids[(n + 1) % len(ids)]
        ties.append(
            Tie(ids[n], other, DISPLAY + "holdsOffice", "holds office in", plain(text), True, 2.0, (event,))
        )
    return ActorNetwork(tuple(actors), tuple(ties))


@pytest.fixture(scope="session")
def pages(strait: ActorNetwork, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "strait": page(strait, title="Talks on the strait"),
        "talks": page(_all_views(), title="Talks on the strait"),
        "disputed": page(_all_views(disputed=True)),
        "hostile": page(hostile_network(), title=HOSTILE[0]),
        "crowd": page(crowd(420)),
        "empty": page(ActorNetwork((), ())),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing: install it (apt-get install chromium) or name one in $KG_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, pages: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """``opened("strait", width=380)`` → the page in a browser; afterwards nothing may have gone wrong in it."""
    contexts, complaints, requests = [], [], []

    def open_page(
        name: str, *, width: int = 1440, height: int = 900, scheme: str = "light", mark: str = ""
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        tab.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto(pages[name].as_uri() + mark)
        tab.wait_for_selector("body[data-pane]", state="attached")  # large pages unpack their data first
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    outside = [url for url in requests if not url.startswith(("file:", "blob:"))]
    assert outside == []
    assert len([url for url in requests if url.startswith("file:")]) == len(contexts)
