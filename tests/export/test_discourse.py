from __future__ import annotations

import base64
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rdflib import Dataset

from kg import store
from kg.errors import StoreError
from kg.export import export
from kg.export.discourse import codings
from kg.export.dna import PASSWORD, dna

TRIG = Path(__file__).with_name("discourse.trig")


@pytest.fixture(scope="module")
def ds() -> Dataset:
    return store.load(TRIG)


def test_every_stance_is_coded_once_and_nothing_else(ds: Dataset) -> None:
    found = [
        (one.article.rsplit("/", 1)[-1], one.start, one.person, one.organization, one.concept, one.agreement)
        for one in codings(ds)
    ]
    assert found == [
        ("one", 16, "", "Kestria", "an open port", True),
        ("one", 33, "", "Kestria", "a joint patrol", True),
        # of two offices the one in a state
        ("three", 0, "", "Harbour Union", "a truce", True),
        ("two", 0, "Lina Vey", "Morvane", "a joint patrol", False),
        ("two", 0, "Lina Vey", "Morvane", "an open port", False),
        # an answer to one provision says nothing of the other; mixed and expected answers say nothing
        ("two", 24, "Tam Osk", "", "an open port", True),
    ]


def test_the_database_holds_the_same_statements_at_their_words(ds: Dataset, tmp_path: Path) -> None:
    (file,), (again,) = export(ds, tmp_path / "talks.dna"), export(ds, tmp_path / "again.dna")
    assert file.read_bytes() == again.read_bytes()
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = base.execute(
            """SELECT d.Title, d.Text, s.Start, s.Stop, k.Value, b.Value FROM STATEMENTS s
               JOIN DOCUMENTS d ON d.ID = s.DocumentId JOIN DATABOOLEAN b ON b.StatementId = s.ID
               JOIN DATASHORTTEXT t ON t.StatementId = s.ID AND t.VariableId = 3 JOIN ENTITIES k ON k.ID = t.Entity
               ORDER BY s.ID"""
        ).fetchall()
        (days,) = zip(*base.execute("SELECT Date FROM DOCUMENTS ORDER BY ID"), strict=True)
        (password,) = base.execute("SELECT Password FROM CODERS").fetchone()
    words = [
        text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")
        for _, text, start, stop, *_ in rows
    ]
    assert words[:2] == ["an open port", "a joint patrol"]
    assert words[-1] == "Osk took the port."
    assert [row[-1] for row in rows] == [1, 1, 1, 0, 0, 1]
    assert {row[0] for row in rows} == {"Kestria names its terms", "three.txt", "two.txt"}
    # 4 March 2031, no day, April 2031
    assert days == (1930348800, 0, 1932768000)
    salt, digest = base64.b64decode(password)[:16], base64.b64decode(password)[16:]
    expected = salt + PASSWORD.encode()
    for _ in range(100_000):
        expected = hashlib.sha256(expected).digest()
    assert digest == expected


def test_a_graph_without_the_texts_is_refused(tmp_path: Path) -> None:
    bare = store.memory()
    bare.parse(
        data=TRIG.read_text(encoding="utf-8").replace("schema:articleBody", "schema:abstract"), format="trig"
    )
    with pytest.raises(StoreError, match="article/one: the graph does not hold the article's text"):
        export(bare, tmp_path / "talks.dna")
    assert list(tmp_path.iterdir()) == []


def test_long_demands_are_clipped_and_an_empty_graph_gives_an_empty_database(ds: Dataset) -> None:
    long = store.memory()
    text = TRIG.read_text(encoding="utf-8").replace('"an open port"', f'"{"an open port " * 30}"')
    long.parse(data=text, format="trig")
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(dna(long))
        (most,) = base.execute("SELECT MAX(LENGTH(Value)) FROM ENTITIES").fetchone()
    assert most == 190
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(dna(store.memory()))
        assert base.execute("SELECT COUNT(*) FROM STATEMENTS").fetchone() == (0,)
        assert base.execute("SELECT Variable FROM VARIABLES ORDER BY ID").fetchall() == [
            ("person",),
            ("organization",),
            ("concept",),
            ("agreement",),
        ]
