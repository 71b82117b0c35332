"""Who says what: every reporting verb, every construction, and what must not fire."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.extract import extract
from kg.extract.reporting import reporting
from kg.model import Article, Document, Extraction

FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, list[list[str]]] = yaml.safe_load((FOLDER / "statements.yaml").read_text(encoding="utf-8"))
DETAILS: dict[str, list[tuple[str, str | None]]] = yaml.safe_load(
    (FOLDER / "statement_details.yaml").read_text(encoding="utf-8")
)
ROWS = [(group, row) for group, rows in CASES.items() for row in rows]
TEXTS = [row[0] for _, row in ROWS]


def read(text: str) -> Extraction:
    doc = next(iter(annotate([Article("a", "a.txt", text, published="2020-01-15")])))
    return extract(doc, find_clauses(doc))


def told(found: Extraction) -> list[str]:
    """The statements as the cases write them: "speaker | words", with "Direct" between where they are quoted."""
    names = {a.key: a.name for a in found.actors}
    return [
        " | ".join([names[s.speaker], *(["Direct"] if s.mode == "Direct" else []), s.text])
        for s in found.statements
    ]


def test_collected() -> None:
    """Every group of the files has cases, all of them are run, and no text stands there twice."""
    assert all(CASES.values())
    assert all(DETAILS.values())
    assert len(ROWS) == sum(map(len, CASES.values()))
    assert set(DETAILS) == {"via", "behalf"}
    assert all(
        any(not row[1:] for row in CASES[group]) for group in ("near_misses", "attributions", "dialogue")
    )
    assert len(set(TEXTS)) == len(TEXTS)


@pytest.mark.parametrize(("group", "row"), ROWS, ids=[f"{g}-{n}" for n, (g, _) in enumerate(ROWS)])
def test_case(group: str, row: list[str]) -> None:
    text, *expected = row
    assert told(read(text)) == expected


@pytest.mark.parametrize(("text", "outlet"), DETAILS["via"])
def test_via(text: str, outlet: str | None) -> None:
    assert [s.via for s in read(text).statements] == [outlet]


@pytest.mark.parametrize(("text", "side"), DETAILS["behalf"])
def test_on_behalf_of(text: str, side: str | None) -> None:
    found = read(text)
    names = {a.key: a.name for a in found.actors}
    assert [names[s.on_behalf_of] if s.on_behalf_of else None for s in found.statements] == [side]


def _forms(lemma: str) -> re.Pattern[str]:
    first, _, rest = lemma.partition(" ")
    irregular = {
        "say": "said|says|saying", "tell": "told", "write": "wrote", "go": "went", "make": "made", "find": "found",
        "show": "showed", "feel": "feels|felt", "think": "thinks|thought", "know": "knows|knew", "spell": "spelled",
        "swear": "swore", "set": "set", "lay": "laid", "cast": "cast", "forecast": "forecast",
    }  # fmt: skip
    stem = re.escape(first[:-1] if first[-1] in "ey" else first)
    form = irregular.get(
        first, rf"{stem}(?:{re.escape(first[-1])})?(?:e|s|es|ed|d|ing|ies|ied|y|{first[-1]}ed|)"
    )
    return re.compile(rf"\b(?:{form})\b" + (rf".*\b{rest}\b" if rest else ""), re.IGNORECASE)


def test_the_verbs_are_found_by_their_lemma() -> None:
    """What the lexicon calls a verb is what the tagger calls it, or the entry could never fire.

    A verb with an example among the cases is read there; of any other its plainest sentence is made, so that one line
    in the lexicon is enough.
    """
    fired = {s.verb for row in CASES["verbs"] for s in read(row[0]).statements}
    silent = {v for v in set(reporting().verbs) - fired if not any(_forms(v).search(t) for t in TEXTS)}
    made = {v: read(_plain_sentence(v)).statements for v in sorted(silent)}
    assert not [v for v, found in made.items() if v not in {s.verb for s in found}]


def _plain_sentence(verb: str) -> str:
    """Return a sentence in which a regular verb says something in the first way that its entry knows."""
    first, _, rest = verb.partition(" ")
    past = f"{first}d" if first.endswith("e") else re.sub("([^aeiou])y$", r"\1i", first) + "ed"
    said = {
        "clause": "that the talks had failed",
        "infinitive": "to leave the talks",
        "gerund": "leaving the talks",
        "person-to": "Peru to leave the talks",
        "object": "the failure of the talks",
        "as": "the talks as a failure",
        "called": "the talks a failure",
        "compared": "the talks to a trap",
        "colon": "his terms: Peru must leave the talks",
        "person-of": "Peru of leaving the talks",
    }
    pattern = next(
        iter(
            sorted(
                reporting().verbs[verb],
                key=lambda p: (p not in said, list(said).index(p) if p in said else 0),
            )
        )
    )
    return f"Envoy Erik Hansen {past} {rest + ' ' if rest else ''}{said.get(pattern, f'{pattern} the failed talks')}."


def _readme_verb() -> tuple[str, frozenset[str]]:
    """The verb of speech that the README takes for its example, as it writes the entry."""
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    found = re.search(r"ontology/lexicon/reporting\.yaml`.*?`\s*(\w+): \[([\w, -]+)\]`", text, re.DOTALL)
    assert found
    return found[1], frozenset(found[2].split(", "))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoy Ana Diaz {past} that the map was old.", "Ana Diaz | the map was old"),
        (
            '"The map is older than the war," {past} Ana Diaz.',
            "Ana Diaz | Direct | The map is older than the war",
        ),
        (
            '"The map is older than the war," Ana Diaz {past}.',
            "Ana Diaz | Direct | The map is older than the war",
        ),
        (
            '"The map," Ana Diaz {past}, "is older than the war."',
            "Ana Diaz | Direct | The map … is older than the war.",
        ),
        ("The map is older than the war, Ana Diaz {past}.", "Ana Diaz | The map is older than the war"),
        ("Critics {past} that the map was old.", "Critics | the map was old"),
        ("Envoy Ana Diaz left, {ing} that the map was old.", "Ana Diaz | the map was old"),
        ("Envoy Ana Diaz will {base} that the map is old.", None),
        ("Envoy Ana Diaz did not {base} that the map was old.", None),
        ("If Ana Diaz {base}s that the map is old, the war is over.", None),
    ],
)
def test_one_entry_is_enough(text: str, expected: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's example of a new verb of speech works in every construction, with no second edit anywhere."""
    verb, patterns = _readme_verb()
    assert verb not in reporting().verbs
    monkeypatch.setitem(reporting().verbs, verb, patterns)
    text = text.format(base=verb, past=f"{verb}d", ing=f"{verb[:-1]}ing")
    assert told(read(text)) == ([expected] if expected else [])


def test_the_lexicon_names_only_verbs_that_it_has() -> None:
    lex = reporting()
    known = set(lex.verbs) | {"according to", "question", "quote", "point"}
    assert lex.unspoken <= known
    assert lex.told <= known
    assert lex.evidencing <= known
    assert lex.negatable <= set(lex.verbs)
    patterns = {p for found in lex.verbs.values() for p in found}
    prepositions = {"for", "on", "of", "against", "about", "with", "at"}
    assert (
        patterns
        <= {
            "clause",
            "colon",
            "gerund",
            "infinitive",
            "person-to",
            "object",
            "as",
            "called",
            "compared",
            "person-of",
        }
        | prepositions
    )
    assert not lex.mute & (lex.documents | lex.speaking_bodies | lex.speaking_people)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))
def test_evidence_is_in_the_text(texts: list[str]) -> None:
    """Whatever sentences meet, the words of a statement stand where its evidence says, and its speaker is an actor."""
    text = "\n\n".join(texts)
    found = read(text)
    actors = {a.key for a in found.actors}
    for s in found.statements:
        assert s.speaker in actors
        assert s.text == " … ".join(" ".join(e.span.of(text).split()) for e in s.evidence)
        assert all(e.sentence.covers(e.span) for e in s.evidence)
        assert 0 < s.evidence[0].confidence < 1


def test_same_text_same_statements() -> None:
    text = "\n\n".join(TEXTS[:20])
    assert read(text).statements == read(text).statements


def test_no_text_no_statement() -> None:
    doc = Document(Article("a", "a.txt", ""))
    assert extract(doc, find_clauses(doc)).statements == ()
