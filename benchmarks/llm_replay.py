#!/usr/bin/env python3
"""What the path of the second reader loses: answers made from gold annotations, replayed through the cache.

    llm_replay.py FOLDER -o OUT.trig [--reader llm|both] [--on all|doubtful] [--break KIND] [--count]

FOLDER holds ``articles/*.txt`` and ``gold/*.json``. Every gold entry becomes an entry of the model's form, with
quotes from the article; where gold has a date, the answer quotes an expression of the text that means it, and
nothing where there is none. The graph is then scored as any other. With ``--on doubtful`` an answer tells of the
sentences that are shown alone. ``--count`` prints what these save in tokens, and needs no gold. ``--break`` spoils
every quote in one way first:
``hallucinated``, ``number``, ``not``, ``word``, ``name``, ``glued``; then no event and no statement may be left.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg import emit, pipeline, store
from kg.derive import derive
from kg.graph import Graph
from kg.llm import SecondReader, Settings, Sheet
from kg.llm.cache import Answer, Cache
from kg.llm.estimate import USUAL
from kg.llm.request import requests
from kg.model import Article, Span

BREAKS = ("hallucinated", "number", "not", "word", "name", "glued")


class Oracle:
    """Fills in the form for one article as its gold annotation would."""

    def __init__(self, sheet: Sheet, gold: dict[str, Any]) -> None:
        self.sheet, self.gold = sheet, gold
        self.cursor = 0

    def answer(self) -> dict[str, Any]:
        """Return the form, filled in."""
        gold = self.gold
        return {
            "actors": [
                {"name": a["names"][0], "kind": a["type"], "aliases": a["names"]} for a in gold["actors"]
            ],
            "positions": [p for entry in gold["positions"] if (p := self._position(entry))],
            "meetings": [self._meeting(m) for m in gold["meetings"]],
            "proposals": [self._proposal(p) for p in gold["proposals"]],
            "responses": [self._response(r) for r in gold["responses"]],
            "statements": [self._statement(s) for s in gold["statements"]],
        }

    def _position(self, entry: dict[str, Any]) -> dict[str, Any] | None:
        titles = [t for t in as_list(entry["title"]) if self._find(t) is not None]
        person = next(
            (a["names"] for a in self.gold["actors"] if entry["person"] in a["names"]), [entry["person"]]
        )
        if not titles:
            return None
        near = [s for name in person for s in self._all(name)]
        where = min(
            self._all(titles[0]), key=lambda s: min((abs(s.start - n.start) for n in near), default=0)
        )
        within = as_list(entry.get("within"))
        return {
            "person": entry["person"],
            "title": titles[0],
            "within": within[0] if within else None,
            "evidence": [self._quote(where)],
        }

    def _meeting(self, m: dict[str, Any]) -> dict[str, Any]:
        pieces = self._evidence(m)
        return {
            "kind": "Meeting" if m["kind"] == "Other" else m["kind"],
            "participants": as_list(m["participants"]),
            "status": m["status"],
            "when": self._when(m.get("date"), pieces),
            "place": m.get("place"),
            "host": None,
            "round": None,
            "topic": None,
            "outcome": None,
            "evidence": [self._quote(p) for p in pieces],
        }

    def _proposal(self, p: dict[str, Any]) -> dict[str, Any]:
        pieces = self._evidence(p)
        return {
            "key": p["id"],
            "proposers": as_list(p["by"]),
            "addressees": as_list(p.get("to")),
            "form": None,
            "submitted": self._when(p.get("submitted"), pieces),
            "published": self._when(p.get("published"), pieces),
            "topic": None,
            "provisions": [self._quote(s) for t in p.get("provisions", []) if (s := self._find(t))],
            "evidence": [self._quote(piece) for piece in pieces],
        }

    def _response(self, r: dict[str, Any]) -> dict[str, Any]:
        pieces = self._evidence(r)
        return {
            "respondents": as_list(r["by"]),
            "recipients": as_list(r.get("to")),
            "status": r["status"],
            "proposal": r.get("proposal"),
            "when": self._when(r.get("date"), pieces),
            "form": r.get("form"),
            "stance": r.get("stance"),
            "evidence": [self._quote(piece) for piece in pieces],
        }

    def _statement(self, s: dict[str, Any]) -> dict[str, Any]:
        spans = []
        for piece in s["text"].split(" … "):
            # in the order of the text: the same words may be said twice
            later = [span for span in self._all(piece) if span.start >= self.cursor] or self._all(piece)
            if later:
                spans.append(later[0])
        if spans:
            self.cursor = spans[0].start
        return {
            "speaker": s["speaker"],
            "mode": s["mode"],
            "verb": None,
            "evidence": [self._quote(span) for span in spans],
        }

    # ------------------------------------------------------------------ words

    def _evidence(self, entry: dict[str, Any]) -> list[Span]:
        found = [span for words in entry.get("evidence", ()) if (span := self._find(words))]
        return found or [span for words in entry.get("provisions", ()) if (span := self._find(words))]

    def _all(self, words: str) -> list[Span]:
        pattern = r"\s+".join(map(re.escape, words.split()))
        return (
            [Span(m.start(), m.end()) for m in re.finditer(pattern, self.sheet.text)] if words.strip() else []
        )

    def _find(self, words: str) -> Span | None:
        return next(iter(self._all(words)), None)

    def _quote(self, span: Span) -> dict[str, Any]:
        number = next((s.id + 1 for s in self.sheet.sentences if s.span.overlaps(span)), 0)
        return {"sentence": number, "quote": " ".join(span.of(self.sheet.text).split())}

    def _when(self, date: str | None, pieces: Sequence[Span]) -> dict[str, Any] | None:
        if not date:
            return None
        value, _, until = date.partition("/")
        times = [
            t.span
            for t in self.sheet.times
            if t.date is not None and t.date.value == value and (t.date.until or "") == until
        ]
        if not times:
            return None
        at = pieces[0].start if pieces else 0
        return self._quote(min(times, key=lambda span: abs(span.start - at)))


def spoilt(answer: dict[str, Any], how: str) -> dict[str, Any]:
    """Return an answer in which every quote says something else than the text."""

    def words(text: str) -> str:
        parts = text.split()
        if how == "number":
            return (
                re.sub(r"\d+", lambda m: str(int(m.group()) + 7), text)
                if re.search(r"\d", text)
                else f"{text} 17"
            )
        if how == "not":
            return " ".join([*parts[: len(parts) // 2], "not", *parts[len(parts) // 2 :]])
        if how == "word":
            return " ".join([*parts[: len(parts) // 2], "gladly", *parts[len(parts) // 2 + 1 :], "tomorrow"])
        if how == "name":
            return f"Zembla's {' '.join(parts[1:])}"
        if how == "glued":
            return " ".join([*parts[len(parts) // 2 :], "zembla", *parts[: len(parts) // 2]])
        return "the delegates of Zembla walked out without a word"

    def through(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"sentence", "quote"}:
                return value | {"quote": words(value["quote"])}
            if "title" in value:
                value = value | {"title": words(value["title"])}
            return {k: through(v) for k, v in value.items()}
        return [through(v) for v in value] if isinstance(value, list) else value

    found: dict[str, Any] = through(answer)
    return found


def shown(answer: dict[str, Any], sentences: frozenset[int]) -> dict[str, Any]:
    """Return of an answer what rests on these sentences, and everybody whom it names."""
    return {
        part: [
            entry
            for entry in entries
            if "evidence" not in entry or any(piece["sentence"] in sentences for piece in entry["evidence"])
        ]
        for part, entries in answer.items()
    }


def counted(articles: Sequence[Article]) -> Iterator[str]:
    """Yield what a model would be asked about articles, whole and where the rules are in doubt, in tokens."""
    sheets = list(pipeline.sheets(articles))
    sums: dict[str, tuple[int, int, int, int]] = {}
    for on in ("all", "doubtful"):
        settings = Settings(model="none", on=on, context=16_000)  # type: ignore[arg-type]
        asked = [requests(sheet, settings) for sheet in sheets]
        every = [request for each in asked for request in each]
        read = sum(request.read for request in every)
        written = int(USUAL * sum(request.written for request in every))
        sums[on] = sum(map(bool, asked)), len(every), read, written
        yield "{}: {} articles, {} requests, {} tokens read, {} written".format(on, *sums[on])
    doubtful = sum(len(sheet.doubtful) for sheet in sheets)
    yield f"{doubtful} of {sum(len(sheet.sentences) for sheet in sheets)} sentences are doubtful"
    (_, _, read, written), (_, _, fewer, less) = sums["all"], sums["doubtful"]
    yield f"saved: {1 - fewer / read:.0%} of what is read, {1 - less / written:.0%} of what is written"


def as_list(value: Any) -> list[str]:
    """Return a value of gold, which may be one, many or none, as a list."""
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def replay(
    folder: Path, *, reader: str = "llm", on: str = "all", how: str = "", report: Any = None
) -> tuple[Graph, SecondReader]:
    """Return the graph that answers made from gold give, and the reader with its account."""
    gold = {p.stem: json.loads(p.read_text()) for p in sorted((folder / "gold").glob("*.json"))}
    articles = [a for a in pipeline.collect(folder / "articles") if Path(a.name).stem in gold]
    sheets = list(pipeline.sheets(articles))
    with tempfile.TemporaryDirectory() as place:
        where = Path(place) / "llm.sqlite"
        settings = Settings(model="gold", reader=reader, on=on, cache=where, context=200_000)  # type: ignore[arg-type]
        cache = Cache(settings.cache)
        for sheet in sheets:
            asked = requests(sheet, settings)
            if not asked:
                continue
            (request,) = asked
            answer = Oracle(sheet, gold[Path(sheet.article.name).stem]).answer()
            if on == "doubtful":
                answer = shown(answer, frozenset(request.sentences))
            if how:
                answer = spoilt(answer, how)
            cache.put(request.key, "gold", sheet.article.id, Answer(json.dumps(answer)))
        cache.close()
        with SecondReader(settings, report=report) as second:
            extractions = list(second.read(iter(sheets)))
    dataset = store.memory(emit.quads(pipeline.resolve_judged(extractions, ()), base=emit.DEFAULT_BASE))
    derive(dataset, base=emit.DEFAULT_BASE)
    return Graph(dataset, issues=[]), second


def main() -> None:
    """Replay, save, tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("replay.trig"))
    parser.add_argument("--on", choices=("all", "doubtful"), default="all")
    parser.add_argument("--count", action="store_true")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="count every Nth article alone")
    parser.add_argument("--reader", choices=("llm", "both"), default="llm")
    parser.add_argument("--break", dest="how", choices=BREAKS, default="")
    args = parser.parse_args()
    if args.count:
        for line in counted(pipeline.collect(args.folder / "articles")[:: args.every]):
            print(line)
        return
    graph, second = replay(args.folder, reader=args.reader, on=args.on, how=args.how, report=print)
    graph.save(args.output)
    for line in second.account.lines():
        print(line)


if __name__ == "__main__":
    main()
