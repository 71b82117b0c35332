"""The page that shows an actor network: one HTML file that needs no other file and makes no request.

pyvis draws the networkx projection with vis-network; the page around it is the template in ``assets/``. All data is in
JSON blocks that no parser can leave, reaches the page as text alone, and a content security policy lets only the
page's own two scripts and its style sheet run.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from kg.display import Display, read_display
from kg.errors import StoreError
from kg.garbage import uncollected
from kg.model import ActorNetwork, Affair
from kg.view.records import Records

__all__ = ["inert_json", "page"]

SCRIPTS = (
    "base.js",
    "views.js",
    "address.js",
    "paths.js",
    "crowd.js",
    "labels.js",
    "rest.js",
    "picture.js",
    "panel.js",
    "finder.js",
    "legend.js",
    "axis.js",
    "time.js",
    "affairs.js",
    "chronicle.js",
    "downloads.js",
    "physics.js",
    "table.js",
    "main.js",
)
"""The parts of the page's script, in the order in which they run."""
_LONG = 400_000
"""Characters from which on a block of data is compressed: to a fifth, and the page of a few articles stays legible."""
_UNSAFE = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def page(
    networks: ActorNetwork | Sequence[ActorNetwork],
    *,
    affairs: Sequence[Affair] = (),
    title: str | None = None,
    top: int = 300,
    opens: str = "",
    size: str = "degree",
    display: Display | None = None,
) -> str:
    """Return the page that shows one network or several views of one graph, the same bytes each time.

    Args:
        networks: what ``kg.network.project`` or ``kg.network.views`` gives; in the order of its tabs.
        affairs: negotiations to choose among, as ``kg.network.affairs`` gives them.
        title: heading; ``None`` for the one in ``assets/texts.json``.
        top: how many of the best connected actors are in sight at first.
        opens: name of the view that the page opens with; ``""`` for the first.
        size: measure that gives nodes their sizes at first: ``degree``, ``betweenness`` or ``statements``.
        display: colours, shapes and captions; ``None`` for ``ontology/display.ttl``.

    Raises:
        DataFileError: the display file is malformed.
        StoreError: the installed pyvis does not bring vis-network along.
    """
    with uncollected():
        return _page(networks, affairs, title=title, top=top, opens=opens, size=size, display=display)


def _page(
    networks: ActorNetwork | Sequence[ActorNetwork],
    affairs: Sequence[Affair],
    *,
    title: str | None,
    top: int,
    opens: str,
    size: str,
    display: Display | None,
) -> str:
    from jinja2 import Environment, FileSystemLoader
    from pyvis.network import Network  # imports IPython: only when a page is really made

    shown = (networks,) if isinstance(networks, ActorNetwork) else tuple(networks)
    records = Records(shown, display or read_display(), affairs=affairs, top=top)
    texts = json.loads(_asset("texts.json"))
    heading = title or texts["title"]
    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line", heading=heading)
    # the opening view stands in pyvis's own blocks, the others in the page's data;
    # assigned whole: pyvis's add_node and add_edge look through all earlier ones each time
    net.nodes, net.edges, net.options = records.nodes, records.edges, _options(len(records.nodes))
    # pyvis takes its own template from here; that one loads Bootstrap from the network even when told "in_line"
    net.templateEnv = Environment(
        loader=FileSystemLoader(str(files("kg.view").joinpath("assets"))),
        autoescape=True,
        keep_trailing_newline=True,
    )
    net.templateEnv.filters["inert"] = _block
    library, script, style = _vis_network(), _script(), _asset("page.css")
    net.templateEnv.globals.update(
        lang=texts["lang"],
        texts=texts,
        data=records.data | {"opens": opens or shown[0].view, "size": size},
        library=_markup(library),
        script=_markup(script),
        style=_markup(style),
        policy=_policy(scripts=(library, script), styles=(style,)),
    )
    net.path = "page.html"
    html: str = net.generate_html()
    return html


def inert_json(value: Any) -> Any:
    """Return ``value`` as JSON that cannot end the element it stands in, marked as safe for the template.

    A text is taken to be JSON already. ``<``, ``>``, ``&`` and the line separators U+2028 and U+2029 can stand only
    inside strings, and are escaped there.
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # lone surrogates have no UTF-8 form; they can come from broken input that was read leniently
    for letter, escaped in _UNSAFE.items():
        text = text.replace(letter, escaped)
    return _markup(text.encode("utf-8", "replace").decode("utf-8"))


def _block(value: Any) -> Any:
    """Return ``value`` as the text of a data block: as JSON, or where that is long compressed and in Base64.

    The page's script tells the two apart by the first letters, with which no JSON begins.
    """
    text = inert_json(value)
    if len(text) < _LONG:
        return text
    return _markup(base64.b64encode(gzip.compress(text.encode("utf-8"), 4, mtime=0)).decode("ascii"))


def _options(nodes: int) -> dict[str, Any]:
    many = nodes > 1500
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "hover": not many,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "keyboard": {"enabled": False},
            "selectConnectedEdges": False,
            "tooltipDelay": 100000,
        },
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "chosen": False},
        "edges": {
            "chosen": False,
            "arrows": {"to": {"scaleFactor": 0.5}},
            "selectionWidth": 0,
            "hoverWidth": 0,
        },
    }


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _script() -> str:
    return "(async () => {\n'use strict';\n" + "\n".join(_asset(name) for name in SCRIPTS) + "\n})();\n"


def _vis_network() -> str:
    """Return the newest vis-network that the installed pyvis brings along.

    Raises:
        StoreError: it brings none.
    """
    found = [
        folder.joinpath("vis-network.min.js")
        for folder in sorted(
            files("pyvis").joinpath("templates", "lib").iterdir(), key=lambda folder: folder.name
        )
        if folder.name.startswith("vis-") and folder.joinpath("vis-network.min.js").is_file()
    ]
    if not found:
        raise StoreError(
            "pyvis: brings no vis-network along; reinstall it with: pip install --force-reinstall pyvis"
        )
    text = found[-1].read_text(encoding="utf-8").replace("\r\n", "\n")
    # the map is a file that is not there, and developer tools would ask for it
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL="))


def _policy(*, scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    def hashes(texts: tuple[str, ...]) -> str:
        digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)
