"""Every door: a sample in the shape of the real export, the articles in and out, and all that is said of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.model import Issue
from kg.read import Intake, read_items
from tests.read.making import sample

HERE = Path(__file__).parent
CASES: dict[str, Any] = yaml.safe_load((HERE / "samples.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = yaml.safe_load((HERE / "services.yaml").read_text(encoding="utf-8"))


def test_all_are_collected() -> None:
    assert len(CASES) >= 25
    assert len(SERVICES) >= 12
    assert {path.name for path in (HERE / "samples").iterdir()} <= set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_sample(name: str, tmp_path: Path) -> None:
    case, intake = CASES[name], Intake()
    issues: list[Issue] = []
    found = list(read_items([sample(name, tmp_path)], report=issues.append, intake=intake))
    assert [issue for issue in issues if issue.level == "error"] == [] or case.get("skipped")
    wanted = [[name + row[0] if row[0].startswith("#") else row[0], *row[1:]] for row in case["articles"]]
    assert [[a.name, a.title, a.published, a.publisher, a.author] for a, _ in found] == [
        row[:5] for row in wanted
    ]
    for (article, _), row in zip(found, wanted, strict=True):
        assert article.text.rstrip().endswith(row[5])
        for furniture in (
            "LOAD-DATE",
            "Load-Date",
            "All Rights",
            "DOCUMENTS",
            "Copyright",
            "ProQuest",
            "BYLINE",
            "{{",
        ):
            assert furniture not in article.text
    if "details" in case:
        assert dict(found[0][1]) == case["details"]
    assert intake.read == len(wanted)
    assert dict(intake.skipped) == case.get("skipped", {})
    assert intake.cut == case.get("cut", 0)


@pytest.mark.parametrize("name", SERVICES)
def test_service(name: str, tmp_path: Path) -> None:
    case = SERVICES[name]
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(case["data"]), encoding="utf-8")
    ((article, details),) = read_items([path])
    first = case["read"][0]
    wanted = [f"answer.json{first}" if first in ("", "#1") else first, *case["read"][1:]]
    read = [
        article.name,
        article.title,
        article.published,
        article.publisher,
        article.author,
        article.url,
        article.text,
    ]
    assert read == wanted
    assert details.get("cut") == case.get("cut")


def test_a_pdf_flows(tmp_path: Path) -> None:
    ((article, _),) = read_items([sample("print.pdf", tmp_path)])
    assert "Harbour Weekly" not in article.text
    assert "met on Thursday in Torshavn, and the talks on herring and on the boats" in article.text
    assert "were lit, and the talks went on" in article.text


def test_links_of_a_wiki_and_places_in_archives(tmp_path: Path) -> None:
    ((wiki, _),) = read_items([sample("wiki.xml", tmp_path)])
    assert wiki.text.endswith(
        "Katrin Helgadottir, the minister, turned down a Faroese offer on herring on Thursday."
    )
    path = sample("many.zip", tmp_path)
    assert [a.source for a, _ in read_items([path])] == [f"{path}!/a.txt", f"{path}!/in/b.jsonl:1"]
