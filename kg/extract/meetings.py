"""Meetings: who met whom, when, where, and whether it took place. One claim per event, all mentions of it merged."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.encounters import Encounter, Frame, encounters
from kg.extract.evidence import Witness
from kg.extract.merging import merge_encounters
from kg.extract.places import Places
from kg.extract.reporting import reporting
from kg.gazetteer import gazetteer
from kg.model import Clauses, MeetingClaim, MeetingStatus, PartialDate, Predicate, Span

_SINGLE = frozenset({"session", "meeting", "summit"})


def find_meetings(tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> tuple[MeetingClaim, ...]:
    """Return the meetings that an article reports, announces, plans, proposes or denies, in text order."""
    return _Meetings(tree, clauses, cast, witness).run()


class _Meetings:
    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> None:
        self.tree = tree
        self.doc = tree.doc
        self.clauses = clauses
        self.cast = cast
        self.witness = witness
        self.lex = encounters()
        self.places = Places(tree, cast)
        self.published = tree.doc.article.published

    def run(self) -> tuple[MeetingClaim, ...]:
        found = []
        for predicate in self.clauses.predicates:
            encounter = self._read(predicate)
            if encounter is not None:
                found += self._distributed(predicate, encounter) or [encounter]
        merged = merge_encounters(found, self.cast, self._salient())
        return tuple(self._claim(n, e) for n, e in enumerate(merged, 1))

    def _salient(self) -> list[str]:
        """Return the two sides that the article names most, if the first sentences name both."""
        early = {m.actor for m in self.cast.mentions if self.tree.sentence_of[m.head] <= 5}
        counts: dict[str, int] = {}
        for mention in self.cast.mentions:
            key = mention.actor
            actor = self.cast.actors[key]
            if actor.kind == "Person":
                key = self.cast.side(key)
                actor = self.cast.actors[key]
            if actor.kind != "Person" and (actor.agentive or mention.kind == "adjective"):
                owner = self.cast.side(key)
                counts[owner] = counts.get(owner, 0) + 1
        sides = {self.cast.side(k) for k in early}
        ranked = sorted((k for k in counts if k in sides and counts[k] > 1), key=lambda k: (-counts[k], k))
        if len(ranked) < 2:
            persons = [k for k in early if self.cast.actors[k].kind == "Person"]
            spoken = {k: sum(m.actor == k for m in self.cast.mentions) for k in persons}
            named = sorted((k for k in persons if spoken[k] > 1), key=lambda k: (-spoken[k], k))
            return named[:2]
        return ranked[:2]

    # ------------------------------------------------------------------ one predicate

    def _read(self, p: Predicate) -> Encounter | None:
        table = self.lex.nouns if p.kind == "noun" else self.lex.verbs if p.kind == "verb" else {}
        frame = table.get(p.lemma)
        if frame is None or not self._needs(p, frame) or self._inside_round(p):
            return None
        status = self._status(p)
        if status == "none":
            return None
        parties = self._parties(p, frame)
        date = self._date(p) or self._near_date(p)
        if date is not None and self.published is not None and status == "Held" and date.value > self.published[: len(date.value)]:
            status = "Planned"
        kind = frame.kind
        words = {self.tree.tokens[c].lemma.lower() for c in self.tree.children[p.head]}
        if kind == "Talks" and self._reach(p) & self.lex.call_words:
            kind = "Call"
        if p.lemma == "conversation" and not self._reach(p) & self.lex.call_words:
            kind = "Talks"
        if p.kind == "verb" and not self._verb_holds(p, parties, kind):
            return None
        return Encounter(
            kind=kind,
            noun=p.lemma,
            parties=parties,
            date=date,
            place=self.places.of(p) or self._carried_place(p),
            status=status or self._by_date(date, p),  # type: ignore[arg-type]
            definite=p.kind == "noun" and bool(words & {"the", "this", "these", "that", "both"}),
            round=self._round(p),
            spans=[self._span(p)],
            head=p.head,
            conditional=p.conditional,
        )

    def _distributed(self, p: Predicate, whole: Encounter) -> list[Encounter]:
        """ "two rounds, between A and B in X on Monday and C and D in Y on Friday": one encounter per pair, place and day.

        Walks the words after "between": a further party that follows a place or a day opens the next encounter.
        """
        if p.kind != "noun" or len(whole.parties) < 3 and len(p.role("between")) < 3 and not self._two_days(p):
            return []
        sentence = self.doc.sentences[p.sentence]
        tokens = self.tree.tokens
        start = next((i for i in range(p.head, sentence.last) if tokens[i].lower_is("between")), None)
        if start is None:
            return []
        parts: list[Encounter] = []
        current: Encounter | None = None
        closed = False
        skip = -1
        for i in range(start + 1, sentence.last):
            if tokens[i].pos in ("VERB", "AUX") and current is not None and closed:
                break
            if i <= skip:
                continue
            date = next((t for t in self.doc.times if t.date is not None and t.span.start <= tokens[i].start < t.span.end), None)
            keys = self.cast.at(i)
            if date is not None and current is not None:
                current.date = current.date or date.date
                closed = True
            elif keys and not (tokens[i - 1].lower_is("in") or tokens[i - 1].lower_is("at")):
                if current is None or closed and len(current.parties) > 1:
                    current = Encounter(whole.kind, whole.noun, [], None, None, whole.status, False, None, list(whole.spans), p.head)
                    parts.append(current)
                    closed = False
                current.parties += [k for k in keys if k not in current.parties]
            elif tokens[i].entity == "GPE" and current is not None:
                current.place = current.place or tokens[i].text
                closed = True
        if len(parts) < 2 or any(len(part.parties) < 2 for part in parts):
            return []
        for part in parts:
            part.status = part.status or self._by_date(part.date, p)  # type: ignore[arg-type]
        return parts

    def _two_days(self, p: Predicate) -> bool:
        sentence = self.doc.sentences[p.sentence]
        return sum(1 for t in self.doc.times if t.date is not None and sentence.span.covers(t.span)) > 1

    def _needs(self, p: Predicate, frame: Frame) -> bool:
        return not frame.needs or bool(self._reach(p) & frame.needs)

    def _reach(self, p: Predicate) -> set[str]:
        found = {p.light}
        for a in p.arguments:
            found.add(a.role)
            found.add(self.tree.tokens[a.head].lemma.lower())
            found |= {t.lemma.lower() for t in self.tree.kids(a.head, "compound", "amod")}
        return found

    def _inside_round(self, p: Predicate) -> bool:
        """The "talks" of "the first round of talks" is told by "round", which has taken its arguments."""
        token = self.tree.tokens[p.head]
        if token.dep != "pobj" or not self.tree.tokens[token.head].lower_is("of"):
            return False
        outer = self.tree.tokens[self.tree.tokens[token.head].head]
        return outer.lemma.lower() in ("round", "session", "series", "day", "phase") and outer.i in self.clauses.of_token

    def _inner(self, p: Predicate) -> Predicate | None:
        if p.lemma not in ("round", "session"):
            return None
        for a in p.role("of"):
            if a.predicate is not None:
                return self.clauses.predicates[a.predicate]
        return None

    def _verb_holds(self, p: Predicate, parties: list[str], kind: str) -> bool:
        """Keep verbs from metaphor: meeting a deadline, visiting a place alone, discussing with nobody, hosting talks (the noun tells)."""
        if p.lemma in ("discuss", "consult", "negotiate", "talk", "speak", "tell", "inform", "assure", "dine", "lunch"):
            return len(parties) > 1
        if p.lemma in ("host", "receive"):
            return len(parties) > 1 and all(self.cast.actors[k].kind == "Person" for k in parties)
        if kind == "Visit":
            return bool(parties) and self.cast.actors[parties[0]].kind == "Person" and len(p.arguments) > 1
        if p.role("patient"):
            return any(self.cast.of(a) for a in p.role("patient"))
        return bool(parties)

    # ------------------------------------------------------------------ slots

    def _parties(self, p: Predicate, frame: Frame) -> list[str]:
        keys = list(self.cast.all_of(a for a in p.arguments if a.role in frame.parties))
        inner = self._inner(p)
        if inner is not None:
            keys += [k for k in self.cast.all_of(a for a in inner.arguments if a.role in frame.parties) if k not in keys]
        host = p.light in ("host", "mediate", "broker", "sponsor", "chair", "announce", "say")
        if host:
            between = self.cast.all_of(p.role("between", "with", "among"))
            if len(between) > 1:
                keys = list(between)
        keys = [member for k in keys for member in self._members(k)]
        if p.kind == "verb" and len(keys) < 2:
            keys += [k for k in (*self._beside(p), *self._visited(p, frame), *self._unnamed(p)) if k not in keys]
        if p.kind == "noun" and len(keys) < 2:
            keys += [k for k in self._implied(p) if not any(self.cast.same_side(k, x) for x in keys)]
        return self._without_bodies_of_members(keys)

    def _members(self, key: str) -> list[str]:
        """ "The NATO-Russia Council met": a joint body is its two parties, where the article knows both."""
        name = self.cast.actors[key].name.split()
        if len(name) < 2 or name[-1] not in self.lex.joint_bodies or "-" not in name[0]:
            return [key]
        found = []
        for part in name[0].replace("–", "-").split("-"):
            ids = {entry.id for entry, _ in gazetteer().by_form(part)}
            found += [a.key for a in self.cast.actors.values() if a.gazetteer in ids][:1]
        return found if len(found) > 1 else [key]

    def _beside(self, p: Predicate) -> list[str]:
        """ "spoke by telephone with X": the parser hangs "with X" on the telephone."""
        if not self._reach(p) & self.lex.call_words:
            return []
        found = []
        for a in p.arguments:
            if self.tree.tokens[a.head].lemma.lower() in self.lex.call_words | {"link", "line"}:
                for prep in self.tree.kids(a.head, "prep"):
                    if prep.lemma in ("with", "to"):
                        found += [k for t in self.tree.kids(prep.i, "pobj") for j in self.tree.conjuncts(t.i) for k in self.cast.at(j)]
        return found

    def _visited(self, p: Predicate, frame: Frame) -> list[str]:
        """ "is visiting Moscow": the guest meets the state whose capital it is."""
        if frame.kind != "Visit":
            return []
        ids = [e.id for a in p.role("patient") for e, form in gazetteer().by_form(a.span.of(self.doc.article.text)) if form in ("metonym", "name")]
        return [a.key for a in self.cast.actors.values() if a.gazetteer in ids and a.kind == "State"]

    def _unnamed(self, p: Predicate) -> list[str]:
        """ "They met", "the two spoke by telephone": the two persons of different sides whom the text named last."""
        agents = [a for a in p.role("agent") if not self.cast.of(a)]
        if not any(self.tree.tokens[a.head].text.lower() in self.lex.plural_subjects for a in agents):
            return []
        seen: list[str] = []
        for mention in sorted(self.cast.mentions, key=lambda m: -m.head):
            if mention.head < p.head and self.cast.actors[mention.actor].kind == "Person" and mention.actor not in seen:
                if not any(self.cast.same_side(mention.actor, k) for k in seen):
                    seen.append(mention.actor)
            if len(seen) == 2:
                return seen[::-1]
        return []

    def _implied(self, p: Predicate) -> list[str]:
        """Return the parties that the noun's surroundings imply: whoever agreed to the talks, spoke after them, attends them;
        those that a verb says they involve."""
        tree = self.tree
        first = tree.first_conjunct(p.head)
        token = tree.tokens[first]
        if token.dep == "pobj":
            preposition = tree.tokens[token.head]
            governor = self._verb_above(preposition.i)
            if governor is not None:
                word = preposition.text.lower()
                joins = governor.lemma in self.lex.joining_verbs
                if governor.passive and p.role("with"):
                    return list(self.cast.all_of(governor.role("to", "recipient"))) or list(self.cast.all_of(governor.role("agent")))
                if joins or word in ("after", "during", "following", "before", "in", "at", "for", "since") and p.role("with"):
                    return list(self.cast.all_of(governor.role("agent")))
        if token.dep in ("dobj", "pobj", "pcomp") and p.role("with", "between"):
            governor = self._verb_above(first)
            if governor is not None:
                return list(self.cast.all_of(governor.role("agent")))
        for clause in (*p.role("clause"), *((p,) if p.light else ())):
            predicate = self.clauses.predicates[clause.predicate] if getattr(clause, "predicate", None) is not None else None
            if predicate is not None and predicate.lemma in self.lex.involving_verbs:
                return list(self.cast.all_of(predicate.role("patient")))
        index = self.clauses.of_token.get(token.head)
        if token.dep == "nsubj" and index is not None and self.clauses.predicates[index].lemma in self.lex.involving_verbs:
            return list(self.cast.all_of(self.clauses.predicates[index].role("patient")))
        return []

    def _verb_above(self, i: int) -> Predicate | None:
        """Return the nearest verb above a token, and the verb above that where the nearest has no agent of its own."""
        for j in self.tree.ancestors(i):
            index = self.clauses.of_token.get(j)
            if index is not None and self.clauses.predicates[index].kind == "verb":
                verb = self.clauses.predicates[index]
                if self.cast.all_of(verb.role("agent")) or verb.passive and self.cast.all_of(verb.role("to", "recipient")):
                    return verb
        return None

    def _without_bodies_of_members(self, keys: list[str]) -> list[str]:
        """Where a person meets for a state, the person is the participant."""
        persons = [k for k in keys if self.cast.actors[k].kind == "Person"]
        return [k for k in keys if k in persons or not any(k in self.cast.actors[x].stands_for or self.cast.side(x) == k for x in persons)]

    def _date(self, p: Predicate) -> PartialDate | None:
        best = None
        inner = self._inner(p)
        arguments = p.arguments + (inner.arguments if inner is not None else ())
        for a in arguments:
            if a.role == "time" or a.role.startswith("time:") and a.role not in ("time:before", "time:until"):
                best = best or self._time_at(a.span)
        for clause in p.role("clause"):
            inner_clause = self.clauses.predicates[clause.predicate] if clause.predicate is not None else None
            if best is None and inner_clause is not None:
                best = next((d for a in inner_clause.role("time", "time:for") if (d := self._time_at(a.span))), None)
        if best is None and p.kind == "noun":
            best = self._carried(p)
        if best is None and p.governor is not None and p.relation in ("pcomp", "advcl", "xcomp", "ccomp"):
            governor = self.clauses.predicates[p.governor]
            if p.relation in ("pcomp", "advcl") or governor.lemma == "be":
                best = next((d for a in governor.role("time") if (d := self._time_at(a.span))), None)
            if best is None and p.relation == "pcomp":
                preposition = self.tree.tokens[self.tree.tokens[p.head].head].text.lower()
                if self._news_of_the_day(governor, preposition):
                    best = PartialDate(str(self.published))
        return best

    def _near_date(self, p: Predicate) -> PartialDate | None:
        """Return a date that stands right beside the predicate where the parser hung it elsewhere: no other verb between."""
        sentence = self.doc.sentences[p.sentence]
        tokens = self.tree.tokens
        own = {p.head, tokens[p.head].head}
        best: tuple[int, PartialDate] | None = None
        for time in self.doc.times:
            if time.date is None or not sentence.span.covers(time.span):
                continue
            at = next(t.i for t in tokens[sentence.first : sentence.last] if t.end > time.span.start)
            low, high = min(at, p.head), max(at, p.head)
            if high - low > 14 or any(tokens[i].pos == "VERB" and i not in own for i in range(low, high)):
                continue
            if any(tokens[i].text in (";", "(") for i in range(low, high)):
                continue
            if tokens[at - 1].lower_is("since") or tokens[at - 1].lower_is("until"):
                continue
            distance = high - low + (4 if at < p.head else 0)
            if best is None or distance < best[0]:
                best = (distance, time.date)
        return best[1] if best else None

    def _time_at(self, span: Span) -> PartialDate | None:
        return next((t.date for t in self.doc.times if t.date is not None and t.span.overlaps(span)), None)

    def _carried(self, p: Predicate) -> PartialDate | None:
        """ "said on Tuesday after talks with X": talks beside the news are of its day."""
        token = self.tree.tokens[p.head]
        if token.dep != "pobj" or self.tree.tokens[token.head].text.lower() not in ("after", "during", "following", "at", "in"):
            return None
        i = self.tree.tokens[token.head].head
        index = self.clauses.of_token.get(i)
        if index is None:
            return None
        verb = self.clauses.predicates[index]
        found = next((d for a in verb.role("time") if (d := self._time_at(a.span))), None)
        if found is None and self._news_of_the_day(verb, self.tree.tokens[token.head].text.lower()):
            return PartialDate(str(self.published))
        return found

    def _carried_place(self, p: Predicate) -> str | None:
        """ "said in Vienna after talks with X": the talks were where their news is told."""
        token = self.tree.tokens[p.head]
        if p.kind != "noun" or token.dep != "pobj" or self.tree.tokens[token.head].text.lower() not in ("after", "during", "following", "at"):
            return None
        index = self.clauses.of_token.get(self.tree.tokens[token.head].head)
        return self.places.of(self.clauses.predicates[index]) if index is not None else None

    def _news_of_the_day(self, verb: Predicate, preposition: str) -> bool:
        """ "… he said after talks with X": the talks are of the article's day where the statement is its news."""
        return (
            preposition in ("after", "during", "following")
            and self.published is not None
            and verb.tense == "past"
            and verb.aspect == "simple"
            and verb.lemma in reporting().verbs
        )

    def _round(self, p: Predicate) -> int | None:
        for token in self.tree.kids(p.head, "amod", "nummod", "compound", "det"):
            word = token.text.lower()
            if word in self.lex.ordinals:
                return self.lex.ordinals[word]
        return None

    def _span(self, p: Predicate) -> Span:
        sentence = self.doc.sentences[p.sentence]
        heads = [p.head, *(a.head for a in p.arguments if a.role != "clause")]
        inside = [i for i in heads if sentence.first <= i < sentence.last]
        return Span(self.tree.tokens[min(inside)].start, self.tree.tokens[max(inside)].end)

    # ------------------------------------------------------------------ status

    def _status(self, p: Predicate) -> str | None:
        if p.light:
            verb = p.light
            if verb in self.lex.verb_status and not (p.tense == "past" and self.lex.verb_status[verb] == "Planned" and verb == "announce" and False):
                return "Cancelled" if p.negated and self.lex.verb_status[verb] != "Cancelled" else self.lex.verb_status[verb]
        if p.kind == "noun":
            for token in self.tree.kids(p.head, "amod", "advmod"):
                word = token.text.lower()
                if word in self.lex.adjective_status and not (p.light and p.tense in ("past", "present")):
                    return self.lex.adjective_status[word]
        if p.light or p.kind == "verb":
            return self._verb_status(p)
        return self._noun_status(p)

    def _verb_status(self, p: Predicate) -> str | None:
        if p.negated:
            since = any(a.role == "time:since" for a in p.arguments)
            return "Held" if since else "Cancelled" if p.tense in ("future", "past") and not p.modality else "none"
        if p.modality in self.lex.modality_status:
            return self.lex.modality_status[p.modality]
        if p.conditional:
            return "Proposed"
        if p.tense == "future":
            return "Planned"
        if p.tense == "past":
            return "Held"
        if p.tense == "present":
            return None if p.aspect == "simple" else "Held"
        if p.relation in ("pcomp",):
            before = self.tree.tokens[self.tree.tokens[p.head].head].text.lower()
            return self.lex.preposition_status.get(before)
        if self.tree.tokens[p.head].tag == "VBG":
            return "Held"
        governor = self.clauses.predicates[p.governor] if p.governor is not None else None
        if governor is not None and governor.lemma == "be" and p.relation == "xcomp":
            return "Planned"  # "is to meet"
        if self.doc.sentences[p.sentence].zone == "headline":
            return "Planned"  # "X to meet Y"
        return "Proposed"

    def _noun_status(self, p: Predicate) -> str | None:
        token = self.tree.tokens[p.head]
        first = self.tree.tokens[self.tree.first_conjunct(p.head)]
        if first.dep == "pobj":
            preposition = self.tree.tokens[first.head]
            word = preposition.text.lower()
            if word == "of" and self.tree.tokens[preposition.head].lower_is("ahead"):
                word = "ahead of"
            above = self.tree.tokens[preposition.head]
            if word in ("for", "on", "to", "of", "in", "about") and above.lemma.lower() in self.lex.proposing_heads:
                return "Proposed"
            if word in ("to", "for", "on") and above.lemma.lower() in self.lex.planning_heads:
                return "Planned"
            status = self.lex.preposition_status.get(word)
            if status is not None:
                return status
        if first.dep in ("dobj", "xcomp"):
            index = self.clauses.of_token.get(first.head)
            if index is not None:
                verb = self.clauses.predicates[index]
                if verb.modality in self.lex.modality_status:
                    return self.lex.modality_status[verb.modality]
        del token
        return None

    def _by_date(self, date: PartialDate | None, p: Predicate) -> MeetingStatus | None:
        if date is not None and self.published is not None:
            return "Planned" if date.value > self.published[: len(date.value)] else "Held"
        return None

    # ------------------------------------------------------------------ claims

    def _claim(self, number: int, e: Encounter) -> MeetingClaim:
        spans: list[Span] = e.spans  # type: ignore[assignment]
        for key in e.parties:
            self.cast.actors[key].agentive = True
        return MeetingClaim(
            key=f"m{number}",
            kind=e.kind,
            participants=tuple(e.parties),
            status=e.status or "Held",
            evidence=self.witness.of(*spans[:4], rule="meeting"),
            when=e.date,  # type: ignore[arg-type]
            place=e.place,
            round=e.round or None,
        )


