from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.read.language import judge

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).parents[1].joinpath("english.yaml").read_text(encoding="utf-8")
)
SHORT = {
    # briefs that are names for the most part
    "Quota talks enter third day\nFriday 12 May 2023\n\nIcelandic minister Katrín Helgadóttir met Faroese minister "
    "Høgni Joensen in Tórshavn on Thursday. Iceland refused the offer.": True,
    "Recep Yıldırım, Ayşe Kaçar and Łukasz Żak met in Gdańsk on Monday.": True,
    "Premier Tusk meets Scholz": True,
    "De norske og danske ministre mødtes på Færøerne i går.": False,
    "El enviado de Chile se reunió ayer con el ministro de Perú en Arica.": False,
}


@pytest.mark.parametrize("text", CASES["english"])
def test_english(text: str) -> None:
    assert judge(text).english


@pytest.mark.parametrize("text", CASES["other"])
def test_other_languages(text: str) -> None:
    assert not judge(text).english


@pytest.mark.parametrize(("text", "english"), SHORT.items())
def test_short_texts(text: str, english: bool) -> None:
    assert judge(text).english is english


def test_a_mixed_page_is_judged_by_its_larger_part() -> None:
    english, german = CASES["english"][0], CASES["other"][0]
    assert judge(f"{english}\n{english}\n{german}").english
    assert judge(f"{english}\n{english}\n{german}").foreign == 1
    mixed = judge(f"{english}\n{german}\n{german}")
    assert (mixed.english, mixed.other, mixed.foreign, mixed.paragraphs) == (False, "de", 2, 3)
