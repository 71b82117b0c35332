"""Any split, order or damage of records loses none but the damaged, and names those."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Issue
from kg.read import Intake, read_articles
from tests.read.making import SAMPLES, docx, zipped

RECORDS = [{"id": f"r{n}", "text": f"The envoys met for the {n}th time in Oslo."} for n in range(12)]
DAMAGE = ["{", '{"id": "x"', "7", "[]", '{"text": 5}', "\x00", '{"text": ""}', "nul"]


def read(paths: Sequence[Path]) -> tuple[list[str], list[Issue], Intake]:
    issues: list[Issue] = []
    intake = Intake()
    names = [a.name for a in read_articles(paths, report=issues.append, intake=intake)]
    return names, [issue for issue in issues if issue.level == "error"], intake


@given(
    order=st.permutations(range(len(RECORDS))),
    cuts=st.lists(st.integers(0, len(RECORDS)), max_size=3),
    damage=st.lists(st.tuples(st.integers(0, len(RECORDS)), st.sampled_from(DAMAGE)), max_size=4),
)
@settings(max_examples=40, deadline=None)
def test_json_lines(order: list[int], cuts: list[int], damage: list[tuple[int, str]]) -> None:
    lines = [json.dumps(RECORDS[n]) for n in order]
    for at, bad in damage:
        lines.insert(at, bad)
    # a file that begins with a bracket alone is JSON over several lines
    bounds = [0, *sorted(min(cut, len(lines)) for cut in cuts), len(lines)]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for n, (a, b) in enumerate(itertools.pairwise(bounds)):
            if a < b and not lines[a].startswith("{\n") and lines[a] not in ("{", "["):
                path = Path(folder, f"{n}.jsonl")
                path.write_text("\n".join(lines[a:b]), encoding="utf-8")
                paths.append((path, lines[a:b]))
        if not paths:
            return
        names, errors, intake = read([path for path, _ in paths])
    kept = [line for _, part in paths for line in part]
    assert names == [json.loads(line)["id"] for line in kept if line not in DAMAGE]
    wanted = [f"{path}:{n}" for path, part in paths for n, line in enumerate(part, 1) if line in DAMAGE]
    assert [":".join(issue.where.split(":")[:2]) for issue in errors] == wanted
    assert intake.read + intake.skipped.total() == len(kept)


@given(order=st.permutations(["nexis.txt", "factiva.txt", "proquest.txt"]), times=st.integers(1, 3))
@settings(max_examples=9, deadline=None)
def test_zip_of_exports(order: list[str], times: int) -> None:
    files = {
        f"{n}-{k}-{name}": (SAMPLES / name).read_bytes() for k in range(times) for n, name in enumerate(order)
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "all.zip")
        path.write_bytes(zipped({**files, "bad.docx": b"PK no", "good.docx": docx("The talks go on.")}))
        names, errors, intake = read([path])
    assert len(names) == times * 7 + 1
    assert [issue.where.rpartition("!/")[2] for issue in errors] == ["bad.docx"]
    assert intake.summary().startswith(f"read {times * 7 + 1}, skipped 1 (1 broken)")


@given(st.integers(1, 9), st.data())
@settings(max_examples=25, deadline=None)
def test_nexis_of_any_number(number: int, data: st.DataObject) -> None:
    """Whatever is cut off the end of an export, each article before the cut comes, with its own date."""
    days = data.draw(st.lists(st.integers(1, 28), min_size=number, max_size=number))
    parts = [
        f"{n} of {number} DOCUMENTS\n\nThe Shetland Mail\n\nMay {day}, 2023 Friday\n\nRound {n} ends\n\n"
        f"LENGTH: 9 words\n\nThe envoys left round {n} in silence.\n\nLOAD-DATE: June 9, 2023\n\n"
        for n, day in enumerate(days, 1)
    ]
    left = data.draw(st.integers(1, number))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_text("".join(parts[:left]))
        found = list(read_articles([path]))
    assert [(a.title, a.published) for a in found] == [
        (f"Round {n} ends", f"2023-05-{day:02}") for n, day in enumerate(days[:left], 1)
    ]
    assert all(
        a.text == f"Round {n} ends\n\nThe envoys left round {n} in silence." for n, a in enumerate(found, 1)
    )


MESSAGES = [
    f"From a@b.example Mon May 15 07:4{n}:00 2023\nSubject: Round {n}\nDate: Mon, 15 May 2023 07:45:00 +0000\n\n"
    f"The envoys left round {n} in silence.\n\n>From the quay they went home.\n\n"
    for n in range(6)
]
BROKEN = [
    "From a@b.example Mon May 15 07:45:00 2023\nContent-Type: image/png\n\nnothing\n\n",
    "From \n\n",
    "From a@b.example Mon May 15 07:45:00 2023\nContent-Type: text/plain; charset=no-such\n\n\n\n",
]


@given(
    order=st.permutations(range(len(MESSAGES))),
    damage=st.lists(st.tuples(st.integers(0, len(MESSAGES)), st.sampled_from(BROKEN)), max_size=3),
)
@settings(max_examples=25, deadline=None)
def test_mailbox(order: list[int], damage: list[tuple[int, str]]) -> None:
    parts = [MESSAGES[n] for n in order]
    for at, bad in damage:
        parts.insert(at, bad)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.mbox")
        path.write_text("".join(parts), encoding="utf-8")
        names, errors, intake = read([path])
    assert names == [f"in.mbox#{n}" for n, part in enumerate(parts, 1) if part not in BROKEN]
    assert [issue.where for issue in errors] == [
        f"{path}#{n}" for n, part in enumerate(parts, 1) if part in BROKEN
    ]
    assert intake.read == len(MESSAGES)


@given(
    st.binary(max_size=300),
    st.sampled_from(["txt", "md", "json", "jsonl", "csv", "html", "eml", "mbox", "rtf", "xml", "zip", "gz"]),
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_named(raw: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{ending}")
        path.write_bytes(raw)
        names, errors, intake = read([path])
    assert names or errors
    assert intake.skipped["failed"] == 0
    assert intake.read == len(names)
    assert all("\n" not in str(issue) for issue in errors)
