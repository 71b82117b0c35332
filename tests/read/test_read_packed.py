"""Archives: nested, damaged, and made to burst; libraries that are not there."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from kg.model import Issue
from kg.read import Intake, extras, read_articles
from tests.read.making import docx, sample, zipped


def read(path: Path) -> tuple[list[str], list[Issue], str]:
    issues: list[Issue] = []
    intake = Intake()
    names = [a.name for a in read_articles([path], report=issues.append, intake=intake)]
    return names, issues, intake.summary()


def lines(number: int) -> bytes:
    draw = random.Random(number)  # figures, so that it packs as badly as text does
    rows = [
        {"text": f"The envoys said that they would meet again for the {draw.getrandbits(600)}th time."}
        for _ in range(number)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_an_archive_within_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    inner = zipped({"b.txt": b"The talks go on.", "c.zip": zipped({"d.txt": b"The talks end."})})
    path.write_bytes(zipped({"in.zip": inner, "e.jsonl.gz": gzip.compress(b'{"text": "A pause."}')}))
    names, issues, summary = read(path)
    assert names == ["e.jsonl#1", "b.txt"]
    assert [issue.where for issue in issues] == [f"{path}!/in.zip!/c.zip"]
    assert "packed more than 2 times" in issues[0].message
    assert summary == "read 2, skipped 1 (1 too large)"


def test_of_a_torn_archive_what_came_before_is_kept(tmp_path: Path) -> None:
    whole = gzip.compress(lines(400), mtime=0)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    names, issues, _ = read(path)
    assert 50 < len(names) < 400
    assert [issue.where for issue in issues] == [str(path)]
    assert "is damaged" in issues[0].message


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_bomb_is_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.source._FREE", 2**20)
    raw = b"a" * (8 * 2**20)
    path = tmp_path / f"a.{kind}"
    path.write_bytes(
        gzip.compress(raw) if kind == "gz" else zipped({"a.txt": raw, "b.txt": b"The talks go on."})
    )
    if kind == "gz":
        path = path.rename(tmp_path / "a.txt.gz")
    names, issues, _ = read(path)
    assert names == (["b.txt"] if kind == "zip" else [])
    assert "unpacks to over 200 times its size" in issues[0].message


def test_a_long_line_costs_only_itself(tmp_path: Path) -> None:
    from kg.read.source import of_path

    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 250 + b"\nshort\n" + b"y" * 99 + b"\n" + b"z" * 300)
    assert [(n, len(raw)) for n, raw in of_path(path).lines(limit=100)] == [(1, 0), (2, 6), (3, 100), (4, 0)]


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("nexis-uni.docx", "documents"),
        ("nexis-uni.rtf", "documents"),
        ("print.pdf", "documents"),
        ("feed.rss", "feeds"),
        ("pages.warc.gz", "crawls"),
        ("rows.parquet", "parquet"),
    ],
)
def test_a_library_that_is_not_there(
    name: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample(name, tmp_path)

    def missing(module: str) -> Any:
        raise ImportError(module)

    monkeypatch.setattr(extras.importlib, "import_module", missing)
    names, issues, summary = read(path)
    assert names == []
    assert len(issues) == 1
    assert "needs the library" in issues[0].message
    assert f'"parley-kg[{extra}]"' in issues[0].hint
    assert summary == "read 0, skipped 1 (1 without the extra)"


def test_a_plain_word_document(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx("The envoys met.\nThey will meet again."))
    (article,) = read_articles([path])
    assert article.text == "The envoys met.\n\nThey will meet again."
