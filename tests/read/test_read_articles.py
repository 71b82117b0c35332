"""Every kind of file, alone and mixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import ids
from kg.model import Article, Issue
from kg.read import READERS, read_articles

TEXT = "OSLO, June 9 (Reuters) - The envoys met\u00a0again.\r\n\r\n“It went well,” one said.  \n"
STORED = "OSLO, June 9 (Reuters) - The envoys met again. \n \n“It went well,” one said.  \n"


def only(path: Path) -> Article:
    issues: list[Issue] = []
    (article,) = read_articles([path], report=issues.append)
    assert issues == []
    return article


def test_text(tmp_path: Path) -> None:
    path = tmp_path / "Talks in Oslo.txt"
    path.write_bytes(("\ufeff" + TEXT).encode())
    article = only(path)
    assert article.text == STORED
    assert article.name == "Talks in Oslo.txt"
    assert article.id == f"talks-in-oslo-{article.content_hash[:8]}"
    assert article.content_hash == ids.content_hash(text=STORED)
    assert (article.title, article.published, article.published_from) == (None, None, None)
    assert article.source == str(path)


RECORD = {
    "id": "oslo-2",
    "title": " Envoys  meet\nagain ",
    "text": TEXT,
    "published": "June 9, 1999",
    "publisher": "The Courier",
    "url": "https://courier.example/2",
    "author": "Marta Lindqvist",
}


def check_record(article: Article) -> None:
    assert article.text == STORED
    assert (article.name, article.title) == ("oslo-2", "Envoys meet again")
    assert (article.published, article.published_from) == ("1999-06-09", "metadata")
    assert (article.publisher, article.url) == ("The Courier", "https://courier.example/2")
    assert article.author == "Marta Lindqvist"
    assert article.id.startswith("oslo-2-")


@pytest.mark.parametrize("shape", ["one", "list", "articles", "lines", "ndjson"])
def test_json(shape: str, tmp_path: Path) -> None:
    path = tmp_path / {"lines": "a.jsonl", "ndjson": "a.NDJSON"}.get(shape, "a.json")
    data = {"list": [RECORD], "articles": {"articles": [RECORD], "source": "x"}}.get(shape, RECORD)
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(data, ensure_ascii=shape == "one").encode())
    check_record(only(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(delimiter: str, tmp_path: Path) -> None:
    quoted = ['"' + str(value).replace('"', '""') + '"' for value in RECORD.values()]
    path = tmp_path / "a.csv"
    path.write_bytes(
        ("\ufeff" + delimiter.join(RECORD).upper() + "\r\n" + delimiter.join(quoted) + "\r\n").encode()
    )
    check_record(only(path))


def test_csv_of_few_columns_and_blank_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,id\nThe first.,\n,\n\nThe second.,two\nThe third.\n")
    assert [(a.name, a.text) for a in read_articles([path])] == [
        ("a.csv#1", "The first."),
        ("two", "The second."),
        ("a.csv#3", "The third."),
    ]


def test_csv_with_a_very_long_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"' + "The envoys met again. " * 20_000 + '"\n')
    assert len(only(path).text) == 22 * 20_000


def test_records_without_id_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": "One."}, {"text": "Two.", "id": " "}, {"text": "Three.", "id": 30}]))
    assert [article.name for article in read_articles([path])] == ["a.json#1", "a.json#2", "30"]
    path.write_text(json.dumps({"text": "One."}))
    assert only(path).name == "a.json"


def test_same_id_in_two_files_are_two_articles(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({"id": "1", "text": f"The file {name}."}))
    articles = list(read_articles([tmp_path]))
    assert [article.name for article in articles] == ["1", "1"]
    assert len({article.id for article in articles}) == 2


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "readout.md"
    path.write_text(
        "---\ntitle: Readout of the *call*\npublished: 1999-06-09\npublisher: Ministry\n"
        "author: [A. Dahl, B. Ek]\n---\n\n"
        "The ministers **spoke** today about [the strait](https://strait.example) \nand `agreed` to:\n\n"
        "- meet in *Oslo*\n- speak again\n\n## Next\n\n> They will meet\\\n> in June.\n\n"
        "<div>no</div>\n\n![A picture](a.png)\n\n1. one\n"
    )
    article = only(path)
    assert article.text == (
        "Readout of the *call*\n\nThe ministers spoke today about the strait and agreed to:\n\n- meet in Oslo\n\n"
        "- speak again\n\nNext\n\nThey will meet\nin June.\n\n- one"
    )
    assert (article.title, article.published, article.publisher) == (
        "Readout of the *call*",
        "1999-06-09",
        "Ministry",
    )
    assert article.author == "A. Dahl, B. Ek"


def test_markdown_whose_first_heading_is_its_title(tmp_path: Path) -> None:
    path = tmp_path / "a.markdown"
    path.write_text("---\ntitle: The call\n---\n# The Call\n\nThey spoke.\n")
    assert only(path).text == "The call\n\nThey spoke."


@pytest.mark.parametrize(
    "text", ["They spoke.\n\n---\n\nThey met.", "---\n\nThey spoke.\n\n---\n\nThey met."]
)
def test_markdown_without_front_matter(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(text)
    article = only(path)
    assert article.text == "They spoke.\n\nThey met."
    assert article.title is None


PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}">
<meta property="og:title" content="Envoys agree on a second round">
<meta property="og:site_name" content="The Courier">{date}<meta name="author" content="Marta Lindqvist">
<link rel="canonical" href="https://courier.example/world/envoys"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World news</a></li></ul></nav>
<article><h1>Envoys agree on a second round</h1>
<p>OSLO — The envoys of Norway and Sweden will meet&nbsp;again in a week, the Norwegian ministry said on Wednesday.</p>
<p>“The first round was useful,” its <a href="/x">spokeswoman</a> told reporters who had waited for hours in rain.</p>
<p>A day has not been set, and the place is not known, but both sides said that they would be there in any case.</p>
</article><aside><h3>Related</h3><ul><li><a href="/y">Fishermen block the harbour</a></li></ul></aside>
<footer>© 2003 The Courier</footer></body></html>"""
STATED = '<meta property="article:published_time" content="1999-06-09T14:20:00+02:00">'


@pytest.mark.parametrize(
    ("charset", "name"), [("utf-8", "a.html"), ("windows-1252", "b.htm"), ("nonsense", "c.HTML")]
)
def test_html(charset: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    encoding = charset if charset != "nonsense" else "utf-8"
    path.write_bytes(PAGE.format(charset=charset, date=STATED).encode(encoding))
    article = only(path)
    lines = article.text.split("\n\n")
    assert lines[0] == article.title == "Envoys agree on a second round"
    assert lines[1].startswith("OSLO — The envoys of Norway and Sweden will meet again in a week")
    assert lines[2].startswith("“The first round was useful,” its spokeswoman told")
    assert len(lines) == 4
    assert "Related" not in article.text
    assert "World news" not in article.text
    assert (article.published, article.publisher) == ("1999-06-09", "The Courier")
    assert (article.author, article.url) == ("Marta Lindqvist", "https://courier.example/world/envoys")


def test_html_without_a_date_gets_none(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE.format(charset="utf-8", date=""))
    assert only(path).published is None


def test_folders_files_and_globs_mixed(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "b/a.txt", "b/deep/c.txt", "b/b.md", "a.txt", ".git/x.txt", "b/notes.pdf"):
        (tmp_path / name).write_text(f"The file {name}.")
    read = [
        a.name
        for a in read_articles(
            [tmp_path / "z.txt", str(tmp_path / "b"), tmp_path, str(tmp_path / "**/*.txt")]
        )
    ]
    assert read == ["z.txt", "a.txt", "b.md", "c.txt", "a.txt"]
    assert [a.source for a in read_articles([tmp_path])] == [
        str(tmp_path / name) for name in ("a.txt", "b/a.txt", "b/b.md", "b/deep/c.txt", "z.txt")
    ]


def test_what_an_earlier_build_wrote_is_no_article(tmp_path: Path) -> None:
    for name in (
        "out/graph.trig",
        "out/graph.ttl",
        "out/network.html",
        "out/report.md",
        "out/a.txt",
        "report.md",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The file {name}.")
    assert [a.source for a in read_articles([tmp_path])] == [
        str(tmp_path / "out/a.txt"),
        str(tmp_path / "report.md"),  # no graph stands beside it
    ]
    assert [a.name for a in read_articles([tmp_path / "out/*"])] == ["a.txt"]
    assert [a.name for a in read_articles([tmp_path / "out/report.md"])] == ["report.md"]  # named as such


def test_a_file_reached_by_two_paths_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("The talks go on.")
    (tmp_path / "link.txt").symlink_to("a.txt")
    monkeypatch.chdir(tmp_path)
    assert [
        a.source for a in read_articles(["a.txt", tmp_path / "a.txt", "./a.txt", "link.txt", "*.txt"])
    ] == ["a.txt"]


def test_one_source_needs_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The talks go on.")
    assert [a.name for a in read_articles(str(path))] == ["a.txt"]


def test_a_file_whose_name_looks_like_a_glob(tmp_path: Path) -> None:
    path = tmp_path / "talks[1].txt"
    path.write_text("The talks go on.")
    assert only(path).name == "talks[1].txt"


def test_reading_is_lazy(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text("The talks go on.")
    articles = read_articles([tmp_path])
    next(articles)
    (tmp_path / "2.txt").unlink()
    assert next(articles).name == "1.txt"


def test_ids_do_not_depend_on_the_place(tmp_path: Path) -> None:
    made = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("The talks go on.")
        made.append(only(tmp_path / folder / "a.txt").id)
    assert made[0] == made[1]


def test_every_ending_is_lower_case_with_a_dot_and_has_a_reader() -> None:
    from kg.read.articles import PACKED
    from kg.read.sniff import ENDINGS

    assert len(ENDINGS) >= 28
    assert all(ending == ending.lower() and ending.startswith(".") for ending in ENDINGS)
    assert set(ENDINGS.values()) <= {*READERS, *PACKED, "xml"}
