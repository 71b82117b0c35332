"""Transcripts and interviews: marked by every door, and read as turns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import pipeline
from kg.annotate.zones import find_zones
from kg.read import read_articles
from kg.read.spoken import form_of, form_of_text

DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("spoken.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("form", "text"), DATA["texts"])
def test_what_a_text_shows(form: str | None, text: str) -> None:
    assert form_of_text(text) == form


@pytest.mark.parametrize(("said", "form"), DATA["named"].items())
def test_what_metadata_say(said: str, form: str | None) -> None:
    assert form_of(said) == form


def test_every_door_marks(tmp_path: Path) -> None:
    form, text = DATA["texts"][0]
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.json").write_text(json.dumps({"text": text}))
    (tmp_path / "c.csv").write_text(f'text\n"{text}"\n')
    (tmp_path / "d.md").write_text("---\ngenre: Interview\n---\nThe talks go on.")
    (tmp_path / "e.json").write_text(json.dumps({"text": "The talks go on.", "kind": "transcript"}))
    (tmp_path / "f.json").write_text(json.dumps({"text": "The talks go on.", "kind": "comment"}))
    forms = {a.name: a.form for a in read_articles([tmp_path])}
    assert list(forms.values()) == [form, form, form, "interview", "transcript", None]


def test_the_mark_is_part_of_what_an_article_is() -> None:
    """Extraction depends on it, so an article that is marked anew is extracted anew; others keep their ids."""
    text = DATA["texts"][0][1]
    assert find_zones("OSLO: The envoys met on Monday.")[0].kind == "dateline"
    assert [z.kind for z in find_zones("OSLO: The envoys met on Monday.", turns=True)] == ["body"]
    assert form_of_text(text) == "transcript"


def test_ids_change_with_what_is_said_alone(tmp_path: Path) -> None:
    shown, plain = DATA["texts"][0][1], "The talks go on."
    rows = [(shown, None), (shown, "transcript"), (shown, "interview"), (plain, None), (plain, "interview")]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": t, **({"kind": k} if k else {})}) + "\n" for t, k in rows))
    one, two, three, four, five = (a.content_hash for a in read_articles([path]))
    assert one == two != three
    assert four != five


def test_a_marked_article_is_read_as_turns(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        {"id": "plain", "text": DATA["turns"]},
        {"id": "marked", "text": DATA["turns"], "kind": "interview"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = {
        reading.doc.article.name: [s.text for s in reading.extraction.statements]
        for reading in pipeline.readings(pipeline.collect(path))
    }
    assert not any("every port" in text for text in said["plain"])
    assert any("every port" in text for text in said["marked"])
    assert any("that number" in text for text in said["marked"])
