"""What a person says of the files, what is told of them, and dates that can be read in two ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Article, Issue
from kg.read import Intake, read_articles


def read(path: Path, intake: Intake | None = None) -> tuple[list[Article], list[str]]:
    issues: list[Issue] = []
    return list(read_articles([path], report=issues.append, intake=intake)), [i.message for i in issues]


def test_fields_that_only_a_person_knows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Kopf;Tekst der Meldung;Tag;Wert\nA pause;The talks rest.;12 May 2023;3\n")
    articles, told = read(path)
    assert articles == []
    assert told == ["has no column for the text"]
    fields = {"text": "Tekst der Meldung", "title": "kopf", "published": "Tag"}
    (article,), told = read(path, Intake(fields=fields))
    assert (article.title, article.text, article.published) == ("A pause", "The talks rest.", "2023-05-12")
    assert told == [
        "read title from 'Kopf', text from 'Tekst der Meldung', published from 'Tag'; not used: 'Wert'"
    ]


@pytest.mark.parametrize("fields", [{"body": "x"}, {"text": " "}])
def test_a_field_that_articles_do_not_have(fields: dict[str, str]) -> None:
    with pytest.raises(InputError, match="no such field"):
        Intake(fields=fields)


def test_date_and_publisher_for_articles_that_state_none(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n{"text": "Two.", "date": "2023-05-13", "source": "Baltic Wire"}\n')
    articles, _ = read(path, Intake(published="12 May 2023", publisher="The Mail"))
    assert [(a.published, a.publisher) for a in articles] == [
        ("2023-05-12", "The Mail"),
        ("2023-05-13", "Baltic Wire"),
    ]
    with pytest.raises(InputError, match="write it as YYYY-MM-DD"):
        Intake(published="soon")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2014-08-10-talks.txt", "2014-08-10"),
        ("20140810_talks.md", "2014-08-10"),
        ("talks 2014.08.10.txt", "2014-08-10"),
        ("talks-2014-08.txt", None),
        ("2014-13-10-talks.txt", None),
        ("120140810.txt", None),
        ("talks-2014-08-10-part.txt", None),
    ],
)
def test_dates_in_names_of_files(name: str, day: str | None, tmp_path: Path) -> None:
    (tmp_path / name).write_text("The talks go on.")
    (article,), _ = read(tmp_path / name)
    assert article.published == day


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
@pytest.mark.parametrize(
    ("dates", "wanted", "said"),
    [
        (["7/5/2023", "13/5/2023"], ["2023-05-07", "2023-05-13"], "day first, as 13/5/2023 shows"),
        (["7/5/2023", "5/13/2023"], ["2023-07-05", "2023-05-13"], "month first, as 5/13/2023 shows"),
        (["7/5/2023", "8/5/2023"], [None, None], ""),
        (["7/5/2023", "13/5/2023", "5/13/2023"], [None, "2023-05-13", "2023-05-13"], ""),
    ],
)
def test_the_order_of_days_is_that_of_the_file(
    kind: str, dates: list[str], wanted: list[str | None], said: str, tmp_path: Path
) -> None:
    rows = [{"text": f"Talk {n}.", "date": day} for n, day in enumerate(dates)]
    path = tmp_path / f"a.{kind}"
    path.write_text(
        {
            "csv": "text,date\n" + "".join(f"{row['text']},{row['date']}\n" for row in rows),
            "json": json.dumps(rows),
            "jsonl": "".join(json.dumps(row) + "\n" for row in rows),
        }[kind]
    )
    articles, told = read(path)
    assert [article.published for article in articles] == wanted
    assert any(said in message for message in told) if said else not any("first, as" in m for m in told)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_of_every_make(delimiter: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = f'Headline{delimiter}Body\n"Zürich, again"{delimiter}"He said: “No; not\nnow | later.”"\n'
    path.write_bytes(rows.encode(encoding))
    (article,), told = read(path)
    assert (article.title, article.text) == ("Zürich, again", "He said: “No; not\nnow | later.”")
    assert any("Windows-1252" in message for message in told) is (encoding == "cp1252")


def test_one_bad_record_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    digits = "7" * 5_000
    path.write_text(
        f'{{"id": {digits}, "text": "One."}}\n'
        '{"id": "b\\ud800", "text": "Two\\ud800."}\n'
        "{\n"
        '{"text": ["x", {"y": 1}]}\n'
        '{"text": "Five.", "title": {"a": 1}, "date": [2]}\n'
        f'{{"text": {"[" * 100_000}}}\n'
        '{"text": "Seven."}\n'
    )
    intake = Intake()
    articles, _ = read(path, intake)
    assert [article.text for article in articles] == ["One.", "Two\ufffd.", "Five.", "Seven."]
    assert intake.summary() == "read 4, skipped 3 (2 broken, 1 without text)"


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = Path(tmp_path, "caf\udce9.txt")
    path.write_text("The talks go on.")
    (article,), _ = read(tmp_path)
    assert article.name == "caf\ufffd.txt"
    assert article.id.encode()


def test_wrong_endings_are_seen_through(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "<!doctype html><p>The envoys met in Oslo, and spoke for an hour about the strait.</p>"
    )
    (tmp_path / "b.json").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (tmp_path / "c.jsonl").write_text('[\n{"text": "Three."},\n{"text": "Four."}\n]\n')
    (tmp_path / "d.csv").write_bytes(b"\x1f\x8b\x08\x00")
    intake = Intake()
    issues: list[Issue] = []
    found = [a.text for a in read_articles([tmp_path], report=issues.append, intake=intake)]
    assert found == [
        "The envoys met in Oslo, and spoke for an hour about the strait.",
        *("One.", "Two.", "Three.", "Four."),
    ]
    assert any("is an HTML page though its name ends in .txt" in i.message for i in issues)
    assert intake.summary() == "read 5, skipped 1 (1 broken)"


def test_duplicates_are_counted(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("The talks go on.")
    intake = Intake()
    assert len(list(read_articles([tmp_path], intake=intake))) == 2
    assert intake.summary() == "read 2, duplicates 1"


@pytest.mark.parametrize(
    "above",
    [
        "QUESTION: Will you sign?\n\nANSWER: Yes.",
        "Title: Only one line of that kind\n\nThe talks go on.",
        "Date: 2023-05-12\nWeather: fair\n\nThe talks go on.",
        "Title: A\nDate: 2023-05-12",
    ],
)
def test_lines_that_are_no_header(above: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(above)
    (article,), _ = read(path)
    assert (article.text, article.published) == (above, None)
