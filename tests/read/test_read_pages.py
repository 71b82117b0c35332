"""Pages of many builds, and near-misses of those that hold no article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.model import Issue
from kg.read import read_articles

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("pages.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_page(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / "a.html"
    path.write_bytes(case["html"].encode(case.get("encoding", "utf-8")))
    issues: list[Issue] = []
    articles = list(read_articles([path], report=issues.append))
    if "says" in case:
        assert articles == []
        assert case["says"] in issues[0].message
        return
    assert articles[0].text.startswith(case["begins"])
    assert len(articles) == case.get("parts", 1)
    assert "Boats stay" not in articles[0].text


def test_deep_and_long_front_matter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.md").write_text("---\na: " + "[" * 9_000 + "\n---\nText.\n")
    (tmp_path / "nested.md").write_text(
        "---\n" + "".join(" " * n + f"k{n}:\n" for n in range(100)) + "---\nText.\n"
    )
    (tmp_path / "long.md").write_text("---\n" + "a: b\n" * 9_000 + "---\nText.\n")
    (tmp_path / "zgood.md").write_text(
        "---\ntitle: 2014\ntags: [a, b]\ndate: 2014-08-10\n---\nThe talks go on.\n"
    )
    issues: list[Issue] = []
    (article,) = read_articles([tmp_path], report=issues.append)
    assert (article.title, article.published) == ("2014", "2014-08-10")
    assert [Path(issue.where.split(":")[0]).name for issue in issues if issue.level == "error"] == [
        "deep.md",
        "long.md",
        "nested.md",
    ]
