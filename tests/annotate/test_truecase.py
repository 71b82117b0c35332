"""Texts in capitals in the case of print."""

from __future__ import annotations

import pytest

from kg.annotate.truecase import forms, small_words, truecased


@pytest.mark.parametrize(
    ("shouted", "read"),
    [
        ("THE ENVOY MET PRESIDENT ANA QUIROGA IN LIMA.", "The envoy met President Ana Quiroga in Lima."),
        ("A SPOKESMAN FOR THE COSTA RICAN EMBASSY SAID", "A spokesman for the Costa Rican embassy said"),
        ("THE UNITED STATES REJECTED THE OFFER ON 5 MAY", "The United States rejected the offer on 5 May"),
        ("THE REBELS MAY REJECT WHAT THE ARMY DEMANDS", "The rebels may reject what the army demands"),
        (
            "TALKS WITH THE COUNTRY'S MINERS (FTMB) HAVE ENDED",
            "Talks with the country's miners (FTMB) have ended",
        ),
        (
            "CARDINAL OSCAR PEREIRA Y SOLIS CALLED FOR PEACE",
            "Cardinal Oscar Pereira y Solis called for peace",
        ),
    ],
)
def test_capitals(shouted: str, read: str) -> None:
    assert truecased(shouted) == read


def test_headline_in_title_case() -> None:
    headline = "Prime Minister Ana Quiroga Rejects United States Offer, Says Talks Will Go On"
    assert (
        truecased(headline) == "Prime Minister Ana Quiroga rejects United States offer, says talks will go on"
    )
    assert truecased("Miners Reject Offer by Harlow Small Mines", forms("the bid of Small Mines")).endswith(
        "Small Mines"
    )


@pytest.mark.parametrize("text", ["Talks with NATO ended.", "NO DEAL", "1,200 GMT", ""])
def test_near_misses_stay(text: str) -> None:
    assert truecased(text) == text


def test_an_article_decides_for_its_headline() -> None:
    own = forms("KLM and McVitie agreed on Monday.\nThe talks with KLM went on.")
    assert truecased("TALKS OF KLM WITH MCVITIE END", own) == "Talks of KLM with McVitie end"


@pytest.mark.parametrize(
    "text", ["ÎLE DE FRANCE: LES PARTIES SE RENCONTRENT", "STRASSE UND İZMIR MIT GROẞEN WORTEN"]
)
def test_offsets_stay(text: str) -> None:
    assert len(truecased(text)) == len(text)


def test_small_words_are_small() -> None:
    assert len(small_words()) > 3000
    assert all(word.islower() for word in small_words())
