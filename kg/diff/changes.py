"""From two snapshots to sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.diff.align import Alignment, align
from kg.diff.snapshot import Snapshot, Thing, listed, word

SECTIONS = ("Articles", "Actors", "Meetings", "Proposals", "Answers", "Statements", "Disagreements")

# where articles give a meeting several statuses, the firmest is told; as the query "timeline" has it
_FIRMEST = ("Held", "Cancelled", "Planned", "Proposed")
_ANSWERED = ("Given", "Refused", "Expected")


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        section: one of ``SECTIONS``.
        change: ``new``, ``gone``, ``changed``, ``merged``, ``split``, ``arrived``, ``published``, ``settled``.
        text: in words.
        thing: id in the new graph, or in the old one where it is gone.
        was, now: values, where one changed.
    """

    section: str
    change: str
    text: str
    thing: str
    was: str = ""
    now: str = ""


_Describe = Callable[[Thing, Snapshot], str]


def changes(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Return all changes, sorted by section, then by kind and words."""
    found = [
        *_articles(old, new),
        *_things("Actors", "actor", actor, old, new),
        *_positions(old, new),
        *_things("Meetings", "meeting", meeting, old, new),
        *_meetings(old, new),
        *_things("Proposals", "proposal", proposal, old, new),
        *_proposals(old, new),
        *_answers(old, new),
        *_drifts(old, new),
        *_statements(old, new),
        *_disputes(old, new),
        *_denials(old, new),
    ]
    order = {section: n for n, section in enumerate(SECTIONS)}
    kinds = ("new", "changed", "arrived", "published", "merged", "split", "settled", "gone")
    return tuple(sorted(set(found), key=lambda c: (order[c.section], kinds.index(c.change), c.text, c.thing)))


# ------------------------------------------------------------------------------------------ what things are called


def actor(thing: Thing, graph: Snapshot) -> str:
    """Return "Ana Diaz (person)"."""
    return f"{graph.name(thing.id)} ({word(thing.classes[0])})"


def meeting(thing: Thing, graph: Snapshot) -> str:
    """Return "talks of A and B in Klow on 1936-03-10"."""
    kind = next((name for name in thing.classes if name != "Meeting"), "Meeting")
    parts = [word(kind)]
    if thing.all("participant"):
        parts.append(f"of {graph.listed(thing.all('participant'))}")
    if thing.all("place"):
        parts.append(f"in {graph.listed(thing.all('place'))}")
    return " ".join(parts) + _dated(thing, "date")


def proposal(thing: Thing, graph: Snapshot) -> str:
    """Return "draft of A to B on river traffic, submitted on 1936-03-03"."""
    parts = [
        word(thing.one("form") or "Proposal"),
        f"of {graph.listed(thing.all('proposedBy')) or 'unknown'}",
    ]
    if thing.all("addressedTo"):
        parts.append(f"to {graph.listed(thing.all('addressedTo'))}")
    topic = f" ({thing.one('topic')})" if thing.one("topic") else ""
    return " ".join(parts) + topic + _dated(thing, "submitted", ", submitted")


def answer(thing: Thing, graph: Snapshot) -> str:
    """Return "A's answer to B"."""
    who = f"answer of {graph.listed(thing.all('respondent')) or 'unknown'}"
    return who + (f" to {graph.listed(thing.all('recipient'))}" if thing.all("recipient") else "")


def _dated(thing: Thing, prop: str, before: str = "") -> str:
    dates = _precise(thing.all(prop))
    return (
        f"{before} {'on' if all(len(d) == 10 for d in dates) else 'in'} {' or '.join(dates)}" if dates else ""
    )


def _precise(dates: tuple[str, ...]) -> list[str]:
    """Return dates without those that another makes more precise."""
    return [date for date in dates if not any(other.startswith(f"{date}-") for other in dates)]


def _first(values: tuple[str, ...], order: tuple[str, ...]) -> str:
    return min(values, key=order.index, default="")


# ------------------------------------------------------------------------------------------ by section


def _aligned(kind: str, old: Snapshot, new: Snapshot) -> Alignment:
    return align(old.things[kind], new.things[kind])


def _articles(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    before, after = old.things["article"], new.things["article"]
    gone = {before[id].one("identifier"): id for id in sorted(before.keys() - after.keys())}
    for id in sorted(after.keys() - before.keys()):
        name = after[id].one("identifier")
        if gone.pop(name, None) is not None:
            yield Change("Articles", "changed", f"Changed: {name}", id)
        else:
            yield Change("Articles", "new", f"New: {name}", id)
    for name, id in gone.items():
        yield Change("Articles", "gone", f"Gone: {name}", id)


def _things(section: str, kind: str, describe: _Describe, old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Tell what is new, gone, put together or told apart."""
    found = _aligned(kind, old, new)
    for thing in found.new:
        yield Change(section, "new", f"New: {describe(thing, new)}{_status(thing)}", thing.id)
    for thing in found.gone:
        yield Change(section, "gone", f"No longer told of: {describe(thing, old)}", thing.id)
    for thing, whole in found.merged:
        told = f"Now one: {describe(thing, old)} is {describe(whole, new)}"
        yield Change(section, "merged", told, whole.id, thing.id, whole.id)
    for part, whole in found.split:
        told = f"Now told apart: {describe(part, new)} is not {describe(whole, old)}"
        yield Change(section, "split", told, part.id, whole.id, part.id)
    for one, other in found.pairs:
        if kind == "actor" and old.name(one.id) != new.name(other.id):
            told = f"{old.name(one.id)} is now called {new.name(other.id)}"
            yield Change(section, "changed", told, other.id, old.name(one.id), new.name(other.id))


def _status(thing: Thing) -> str:
    status = _first(thing.all("status"), _FIRMEST) if thing.kind == "meeting" else ""
    return f", {word(status)}" if status else ""


def _positions(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """A post of somebody who was there before is news; of a new actor it is not told apart from him."""
    found = _aligned("position", old, new)
    holders = {new_one.id for _, new_one in _aligned("actor", old, new).pairs}
    for things, change, said, graph in (
        (found.new, "new", "is now called", new),
        (found.gone, "gone", "is no longer called", old),
    ):
        for thing in things:
            if thing.one("heldBy") in holders:
                within = f" ({graph.listed(thing.all('within'))})" if thing.all("within") else ""
                told = f"{graph.name(thing.one('heldBy'))} {said} {thing.one('title')}{within}"
                yield Change("Actors", change, told, thing.id)


def _meetings(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    actors = _aligned("actor", old, new)
    same = {one.id: other.id for one, other in (*actors.pairs, *actors.merged)}
    for one, other in _aligned("meeting", old, new).pairs:
        told = meeting(other, new)
        was, now = _first(one.all("status"), _FIRMEST), _first(other.all("status"), _FIRMEST)
        if was != now:
            yield _changed("Meetings", other, told, "", word(was) if was else "", word(now) if now else "")
        was, now = " or ".join(_precise(one.all("date"))), " or ".join(_precise(other.all("date")))
        if was != now:
            yield _changed("Meetings", other, told, "date", was, now)
        was, now = old.listed(one.all("place")), new.listed(other.all("place"))
        if was != now:
            yield _changed("Meetings", other, told, "place", was, now)
        before, after = {same.get(id, id) for id in one.all("participant")}, set(other.all("participant"))
        if before != after:
            come, left = new.listed(after - before), _together(old, new, before - after)
            words = "; ".join(
                [*([f"now with {come}"] if come else []), *([f"now without {left}"] if left else [])]
            )
            yield Change("Meetings", "changed", f"{_capital(told)}: {words}", other.id, left, come)
        for outcome in sorted(set(other.all("outcome")) - set(one.all("outcome"))):
            yield Change(
                "Meetings", "changed", f"{_capital(told)}: outcome: {outcome}", other.id, "", outcome
            )


def _together(old: Snapshot, new: Snapshot, ids: set[str]) -> str:
    """Return the names of actors, some of which only one of the graphs has."""
    return listed(new.names.get(id) or old.name(id) for id in ids)


def _changed(section: str, thing: Thing, told: str, what: str, was: str, now: str) -> Change:
    about = f"{what} " if what else ""
    words = f"{about}was {was or 'not told'}, is now {now or 'not told'}"
    return Change(section, "changed", f"{_capital(told)}: {words}", thing.id, was, now)


def _proposals(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    for one, other in _aligned("proposal", old, new).pairs:
        told = _capital(proposal(other, new))
        if other.all("published") and not one.all("published"):
            when = " or ".join(_precise(other.all("published")))
            yield Change("Proposals", "published", f"{told}: published {when}", other.id, "", when)
        was, now = " or ".join(_precise(one.all("submitted"))), " or ".join(_precise(other.all("submitted")))
        if was != now:
            yield _changed("Proposals", other, proposal(other, new), "day of submission", was, now)
        was, now = ", ".join(map(word, one.all("status"))), ", ".join(map(word, other.all("status")))
        if was != now:
            yield _changed("Proposals", other, proposal(other, new), "", was, now)
        before = {old.name(id) for id in one.all("provision")}
        for term in sorted({new.name(id) for id in other.all("provision")} - before):
            yield Change("Proposals", "changed", f"{told}: new term: {term}", other.id, "", term)


def _answers(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    found = _aligned("response", old, new)
    for one, other in found.pairs:
        was, now = _first(one.all("status"), _ANSWERED), _first(other.all("status"), _ANSWERED)
        if was != now:
            change = "arrived" if was == "Expected" else "changed"
            told = f"{_capital(answer(other, new))}: was {word(was)}, is now {word(now)}{_how(other)}"
            yield Change("Answers", change, told, other.id, word(was), word(now))
        fulfilled = [id for id in other.all("fulfils") if id not in one.all("fulfils")]
        yield from _arrived(other, fulfilled, new)
    for thing in found.new:
        status = _first(thing.all("status"), _ANSWERED)
        if thing.all("fulfils"):
            yield from _arrived(thing, list(thing.all("fulfils")), new)
        else:
            told = f"{answer(thing, new)} {word(status)}{_how(thing)}"
            yield Change("Answers", "new", f"New: {told}", thing.id, "", word(status))
    for thing in found.gone:
        yield Change("Answers", "gone", f"No longer told of: {answer(thing, old)}", thing.id)
    for thing, whole in found.merged:
        told = f"Now one: {answer(thing, old)} is {answer(whole, new)}"
        yield Change("Answers", "merged", told, whole.id, thing.id, whole.id)
    for part, whole in found.split:
        told = f"Now told apart: {answer(part, new)} is not {answer(whole, old)}"
        yield Change("Answers", "split", told, part.id, whole.id, part.id)


def _arrived(thing: Thing, fulfilled: list[str], graph: Snapshot) -> Iterator[Change]:
    for id in fulfilled:
        awaited = graph.things["response"].get(id)
        due = _dated(awaited, "date", ", expected") if awaited is not None else ""
        told = f"The {answer(thing, graph)} has arrived{_how(thing)}{due}{_late(awaited, thing)}"
        yield Change("Answers", "arrived", told, thing.id, "expected", "given")


def _late(awaited: Thing | None, thing: Thing) -> str:
    """Return how late an answer came that is the first to what was awaited."""
    days = awaited.one("daysLate") if awaited is not None else ""
    if awaited is None or not days or awaited.one("answeredOn") not in thing.all("date"):
        return ""
    return f", {days} {'day' if days == '1' else 'days'} late"


def _drifts(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    before = {words for words, _ in _turns(old)}
    after = {words for words, _ in _turns(new)}
    for (words, was, now), side in _turns(new):
        if (words, was, now) not in before:
            yield Change("Answers", "changed", words, side, was, now)
    for (words, was, now), side in _turns(old):
        if (words, was, now) not in after:
            yield Change("Answers", "gone", f"No longer: {words}", side, was, now)


def _turns(graph: Snapshot) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield each change of position in words, with what was and what is, and whose it is."""
    for thing, side, *rest in graph.drifts:
        was, now, first, then = *map(word, rest[:2]), *rest[2:]
        about = _about_what(thing, graph)
        words = f"{graph.name(side)} changed position on the {about}: {was} ({first}), then {now} ({then})"
        yield (words, was, now), side


def _about_what(id: str, graph: Snapshot) -> str:
    """Return what a thing is called in the midst of a sentence."""
    for kind, describe in (("meeting", meeting), ("proposal", proposal), ("response", answer)):
        if id in graph.things[kind]:
            return describe(graph.things[kind][id], graph)
    return graph.name(id)


def _how(thing: Thing) -> str:
    words = [word(name) for prop in ("form", "stance") for name in thing.all(prop)]
    return _dated(thing, "date") + (f" ({', '.join(words)})" if words else "")


def _statements(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Statements are too many to be told one by one: how many of whom."""
    found = _aligned("statement", old, new)
    for things, change, said, graph in (
        (found.new, "new", "new", new),
        (found.gone, "gone", "no longer told of", old),
    ):
        counts = Counter(speaker for thing in things for speaker in thing.all("speaker"))
        for speaker, count in counts.items():
            plural = "statement" if count == 1 else "statements"
            told = f"{graph.name(speaker)}: {count} {plural} {said}"
            yield Change("Statements", change, told, speaker, "", str(count))


def _disputes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    before = {_dispute(row): row for row in old.disputes}
    after = {_dispute(row): row for row in new.disputes}
    for told, row in after.items():
        if told not in before:
            yield Change("Disagreements", "new", f"New: {told}", _about(row))
    for told, row in before.items():
        if told not in after:
            yield Change("Disagreements", "settled", f"No longer: {told}", _about(row))


def _denials(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    before, after = {words for words, _ in _claims(old)}, {words for words, _ in _claims(new)}
    for words, thing in _claims(new):
        if words not in before:
            yield Change("Disagreements", "new", f"New: {words}", thing)
    for words, thing in _claims(old):
        if words not in after:
            yield Change("Disagreements", "settled", f"No longer: {words}", thing)


def _claims(graph: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield each contradiction in words, with what it is about."""
    for thing, aspect, one, other in graph.denied:
        yield f"{aspect} about the {_about_what(thing, graph)}: “{one}” or “{other}”", thing


def _about(row: Mapping[str, str]) -> str:
    return row.get("meeting") or row.get("thing") or ""


def _dispute(row: Mapping[str, str]) -> str:
    return (
        f"{row['what']} of {_about(row)}: {row['one']} ({row['sources']}) or {row['other']} ({row['others']})"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
