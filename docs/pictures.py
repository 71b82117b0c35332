"""Make the pictures in docs/pictures: every view of the page of the samples' graph, and a board of it, light and dark,
desk and phone.

    python docs/pictures.py GRAPH

GRAPH is what ``kg build samples/ -o out`` wrote as ``out/graph.trig``. Needs Chromium (or one named in $KG_CHROMIUM)
and the extra ``dev``.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright
from rdflib import Dataset

from kg.board import board, html
from kg.network import affairs, views
from kg.view import page

FOLDER = Path(__file__).resolve().parent / "pictures"
CHROMIUM = os.environ.get("KG_CHROMIUM", "/usr/bin/chromium")
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
BOARD = "negotiation/1999-02-06-united-states-to-kosovo-albanians-serbia"
SHOTS = {
    "actors": "",
    "affairs": "pane=affairs",
    "affair": "affair=negotiation/1999-02-06-united-states-to-kosovo-albanians-serbia",
    "meetings": "view=meetings",
    "proposals": "view=proposals",
    "discourse": "view=discourse",
    "timeline": "pane=timeline",
    "table": "pane=table",
    "evidence": "actor=sergei-lavrov",
    "path": "path=wendy-sherman~olaf-scholz",
    "span": "span=2022-01-05..2022-01-20",
}


def main(graph: Path) -> None:
    """Write all pictures of the page of ``graph``, each with at most 128 colours."""
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(graph, format="trig")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page(views(ds), affairs=affairs(ds)), encoding="utf-8", newline="\n")
        table = Path(folder) / "board.html"
        table.write_text(html(board(ds, BOARD)), encoding="utf-8", newline="\n")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
                )
                _shoot(context, file, f"{size}-{scheme}")
                _shoot_board(context, table, f"{size}-{scheme}")
                context.close()
        browser.close()


def _shoot(context: Any, file: Path, suffix: str) -> None:
    for name, mark in SHOTS.items():
        tab = context.new_page()
        tab.goto(f"{file.as_uri()}#{mark}")
        tab.wait_for_selector("body[data-pane]", state="attached")  # large pages unpack their data first
        tab.wait_for_timeout(400)  # two frames after the last resize
        _keep(tab, f"{name}-{suffix}")


def _shoot_board(context: Any, file: Path, suffix: str) -> None:
    tab = context.new_page()
    tab.goto(file.as_uri())
    tab.locator(".terms summary").first.click()
    _keep(tab, f"board-{suffix}")


def _keep(tab: Any, name: str) -> None:
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    # the means of many colours: of a few, the paper itself would take on a tint
    small = picture.quantize(colors=256, kmeans=4, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)
    tab.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
