from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.display import read_display
from kg.model import ActorNetwork
from kg.view import SCRIPTS, inert_json, page
from kg.view.records import Records

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ASSETS = ROOT / "kg" / "view" / "assets"


class Elements(HTMLParser):
    """All start tags with attributes, and the text of script and style elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.raw and self.cdata_elem:
            tag, attrs, text = self.raw[-1]
            self.raw[-1] = (tag, attrs, text + data)


@pytest.fixture(scope="module")
def html(strait: ActorNetwork) -> str:
    return page(strait, title="Talks on the strait")


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    tags = Elements(html).tags
    assert len(tags) > 60
    assert not [
        tag
        for tag, _ in tags
        if tag in ("link", "img", "iframe", "object", "embed", "base", "audio", "video")
    ]
    assert not [
        name
        for _, attrs in tags
        for name in attrs
        if name in ("src", "srcset", "href", "action", "data", "style")
    ]
    assert not [name for _, attrs in tags for name in attrs if name.startswith("on")]
    assert "@import" not in html and "sourceMappingURL" not in html
    assert not re.search(r"url\(\s*['\"]?https?:", html)


def test_the_policy_names_the_scripts_and_the_style_by_their_hashes(html: str) -> None:
    elements = Elements(html)
    (policy,) = (a["content"] for t, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    runs = [text for tag, attrs, text in elements.raw if tag == "style" or "type" not in attrs]
    assert len(runs) == 3
    for text in runs:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_the_data_can_be_read_back(html: str, strait: ActorNetwork) -> None:
    blocks = {attrs["id"]: json.loads(text) for _, attrs, text in Elements(html).raw if attrs.get("type")}
    assert sorted(blocks) == ["data-edges", "data-nodes", "data-options", "data-page", "data-texts"]
    assert [node["name"] for node in blocks["data-nodes"]] == [actor.label for actor in strait.actors]
    assert len(blocks["data-edges"]) == len(strait.ties)
    assert blocks["data-options"]["physics"] == {"enabled": False}
    data = blocks["data-page"]
    first = strait.ties[0]
    event = data["events"][blocks["data-edges"][0]["events"][0]]
    article, sentence, at, length = data["evidence"][event["evidence"][0]]
    piece = first.events[0].evidence[0]
    assert data["sentences"][sentence] == piece.sentence
    assert piece.sentence[at : at + length] == piece.quote
    assert data["articles"][article] == [
        piece.title,
        piece.publisher,
        piece.published,
        piece.url,
        piece.article.removeprefix(data["base"]),
    ]
    # each sentence and each article is written into the page once
    assert len(set(data["sentences"])) == len(data["sentences"])
    assert len(data["articles"]) == 8


def test_the_same_network_is_the_same_bytes_in_another_process(html: str, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rdflib import Dataset; from kg.network import project; "
        "from kg.view import page; ds = Dataset(store='Oxigraph', default_union=True); "
        "ds.parse(sys.argv[1], format='trig'); Path(sys.argv[2]).write_text("
        "page(project(ds), title='Talks on the strait'), encoding='utf-8', newline='\\n')"
    )
    out = tmp_path / "again.html"
    env = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(HERE / "data" / "strait.trig"), str(out)]
    subprocess.run(command, check=True, env=env, cwd=tmp_path)
    assert out.read_bytes() == html.encode()


def test_every_text_the_script_asks_for_is_there_and_every_text_is_asked_for() -> None:
    texts = json.loads((ASSETS / "texts.json").read_text(encoding="utf-8"))
    script = "".join(file.read_text(encoding="utf-8") for file in sorted(ASSETS.glob("*.js")))
    template = (ASSETS / "page.html").read_text(encoding="utf-8")
    asked = set(re.findall(r"texts\.(\w+)", script + template))
    assert asked | {"title"} == set(texts)
    assert set(re.findall(r"counted\('(\w+)'", script)) == set(texts["counts"])


def test_no_script_makes_html_from_text() -> None:
    files = sorted(ASSETS.glob("*.js"))
    assert {file.name for file in files} == set(SCRIPTS)
    for file in files:
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|setHTML",
            file.read_text(encoding="utf-8"),
        )
        assert found == [], file.name


def test_every_id_the_script_looks_up_is_in_the_template() -> None:
    script = "".join(file.read_text(encoding="utf-8") for file in sorted(ASSETS.glob("*.js")))
    template = (ASSETS / "page.html").read_text(encoding="utf-8")
    wanted = set(re.findall(r"by\('([\w-]+)'\)", script))
    assert len(wanted) > 20
    assert wanted <= set(re.findall(r' id="([\w-]+)"', template))


@given(
    st.recursive(
        st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    )
)
def test_inert_json_is_json_and_inert(value: object) -> None:
    text = str(inert_json(value if not isinstance(value, str) else [value]))
    assert json.loads(text) == (value if not isinstance(value, str) else [value])
    assert not set(text) & set("<>&\u2028\u2029")


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "]]>", "&lt;", "\u2028", "\u2029", "a\u202eb", "\x00", "\U0001f600", "é"]
)
def test_inert_json_keeps_each_text(text: str) -> None:
    out = str(inert_json([text]))
    assert not set(out) & set("<>&\u2028\u2029")
    assert json.loads(out) == [text]


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    assert json.loads(str(inert_json(["a\ud800b"]))) == ["a?b"]


def test_quotes_are_measured_as_javascript_counts(strait: ActorNetwork) -> None:
    from dataclasses import replace

    tie = strait.ties[0]
    piece = replace(tie.events[0].evidence[0], sentence="\U0001f30a\U0001f30a waves rise", quote="waves")
    lost = replace(piece, quote="not in the sentence")
    event = replace(tie.events[0], evidence=(piece, lost))
    network = ActorNetwork(strait.actors, (replace(tie, events=(event,)),))
    rows = Records([network], read_display(), top=300).data["evidence"]
    assert [row[2:] for row in rows if row[3] in (5, "not in the sentence")] == [
        [5, 5],
        [-1, "not in the sentence"],
    ]


def test_parallel_ties_bend_apart(strait: ActorNetwork) -> None:
    records = Records([strait], read_display(), top=300)
    lanes: dict[tuple[int, int], list[float]] = {}
    for edge in records.edges:
        bend = edge.get("bend", 0.0)
        # seen from one and the same end, whichever way the tie runs
        low = strait.actors[edge["from"]].id < strait.actors[edge["to"]].id
        pair = (min(edge["from"], edge["to"]), max(edge["from"], edge["to"]))
        lanes.setdefault(pair, []).append(bend if low else -bend)
    assert max(len(bends) for bends in lanes.values()) >= 6
    assert all(len(set(bends)) == len(bends) for bends in lanes.values())


def test_the_title_may_be_anything(strait: ActorNetwork) -> None:
    out = page(ActorNetwork((), ()), title="</title><script>x()</script>")
    assert "<script>x()" not in out
    assert "&lt;script&gt;x()" in out


def test_pyvis_made_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyvis.network import Network

    seen: list[Network] = []
    real = Network.generate_html
    monkeypatch.setattr(Network, "generate_html", lambda self: (seen.append(self), real(self))[1])
    page(ActorNetwork((), ()))
    assert len(seen) == 1
