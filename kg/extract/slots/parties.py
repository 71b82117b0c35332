"""Who may have a part in an event: every actor near its trigger, with what speaks for and against him.

The features are named, so that weights stay readable; none of them decides. ``training/reader.py`` learns from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.encode.heads import ROLES, Floats
from kg.extract.match import Candidate
from kg.extract.reporting import reporting
from kg.extract.slots.relations import Relations
from kg.extract.view import View

BEFORE, AFTER = 3, 1
"""How many sentences before and after a trigger's own may name a party of it; a headline may always."""

FEATURES = (
    "role",  # log odds of the encoder, of the actor's best mention
    "other_role",  # … that he has the event's other part
    "any_role",  # … the highest over all parts of all events
    "trigger",  # log odds that the trigger tells of such an event
    "rank",  # place among the actors of this trigger by "role"
    "behind",  # how far behind the first
    "sentences",  # the best mention's sentence minus the trigger's
    "tokens",  # tokens from the trigger to the best mention in its sentence, signed; 99 elsewhere
    "mention",  # kind of the best mention, in the order of KINDS
    "actor",  # kind of the actor, in the order of ACTORS
    "mentions",  # how often the article speaks of him
    "salience",  # place among the article's actors by that
    "headline",
    "first",  # number of the sentence that first speaks of him
    "own",  # his role in the trigger's clause, in the order of RELATIONS
    "carrier",  # … in that of the verb that has the trigger as argument
    "above",  # … in the clause that governs the trigger's
    "speaker",  # the trigger stands in his words
    "crowd",  # actors in the trigger's sentence
    "side_better",  # another actor of his side has a higher "role"
    "side_here",  # another actor of his side stands in the trigger's sentence
    "for_somebody",  # the text ties him to a body or state
    "quoted",  # the trigger stands in quotation marks
    "plural",
    "noun",  # the trigger is a noun
    "passive",
    "part",  # place in ROLES
    "up",  # steps in the tree from the best mention to what it shares with the trigger; 9 in another sentence
    "down",  # … from the trigger
    "label",  # dependency of the mention, in the order of LABELS
    "top_label",  # … of what holds it right below what they share
    "trigger_label",  # … of what holds the trigger there
    "trigger_dep",  # … of the trigger itself
    "shared",  # what they share is: 1 the trigger, 2 the mention, 3 a verb of speech, 4 another verb, 5 anything else
    "core",  # how often triggers of its frame tell such an event at all
    "nearest",  # actors between the best mention and the trigger in their sentence
)

LABELS = (
    *(
        "nsubj",
        "nsubjpass",
        "dobj",
        "pobj",
        "poss",
        "compound",
        "amod",
        "appos",
        "conj",
        "dative",
        "agent",
        "attr",
    ),
    *("prep", "relcl", "acl", "advcl", "xcomp", "ccomp", "pcomp", "npadvmod", "nmod", "ROOT"),
)

KINDS = ("name", "metonym", "adjective", "description", "pronoun")
ACTORS = ("Person", "State", "Organization", "Bloc")
_PART = {"meeting": (0, 0), "proposal": (1, 2), "response": (3, 4)}


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor with what speaks for his part in the event of a trigger.

    Attributes:
        role: place in ``ROLES``.
        mention: place of his best mention in ``View.mentions``.
        features: in the order of ``FEATURES``.
    """

    key: str
    role: int
    mention: int
    features: tuple[float, ...]


def near(view: View, candidate: Candidate) -> list[int]:
    """Return the mentions that may name a party of a candidate, as places in ``View.mentions``, in text order."""
    own = candidate.sentence
    numbers = {s.id for s in view.doc.sentences if s.zone == "headline"}
    numbers |= {n for n in range(own - BEFORE, own + AFTER + 1) if 0 <= n < len(view.doc.sentences)}
    return sorted(
        m for n in numbers for m in view.mentions_in.get(n, ()) if _names_a_party(view, m, candidate)
    )


def _names_a_party(view: View, place: int, candidate: Candidate) -> bool:
    """Tell whether a mention may: "Chilean" of "a Chilean businessman" may not, of "the Chilean talks" it may."""
    mention = view.mentions[place]
    above = view.tokens[mention.head].head
    if mention.kind != "adjective" or above == candidate.token or view.tokens[mention.head].dep != "amod":
        return True
    return view.cast.headed(above) is not None or view.tokens[above].pos != "NOUN"


class Parties:
    """Offers the fillers of one document's triggers."""

    def __init__(self, view: View) -> None:
        self.view = view
        counts: dict[str, int] = {}
        first: dict[str, int] = {}
        headline: set[str] = set()
        for mention in view.mentions:
            number = view.sentence_of[mention.head]
            for key in view.keys(mention):
                counts[key] = counts.get(key, 0) + 1
                first.setdefault(key, number)
                if view.doc.sentences[number].zone == "headline":
                    headline.add(key)
        order = sorted(counts, key=lambda k: (-counts[k], first[k], k))
        self.counts, self.first, self.headline = counts, first, headline
        self.salience = {key: n for n, key in enumerate(order)}

    def of(
        self, candidate: Candidate, mentions: Sequence[int], odds: Floats, trigger: float, core: float
    ) -> Iterator[Filler]:
        """Yield every actor with every part that a candidate's type has.

        Args:
            mentions: what ``near`` returns for the candidate.
            odds: the encoder's log odds of each mention and role, an array of (mentions, roles).
            trigger: the encoder's log odds of the trigger.
            core: how often triggers of its frame tell such an event.
        """
        for part in dict.fromkeys(_PART[candidate.type]):
            yield from self._part(candidate, mentions, odds, trigger, core, part)

    def _part(
        self,
        candidate: Candidate,
        mentions: Sequence[int],
        odds: Floats,
        trigger: float,
        core: float,
        part: int,
    ) -> Iterator[Filler]:
        view = self.view
        other = next((p for p in _PART[candidate.type] if p != part), part)
        best: dict[str, int] = {}  # actor → row of his best mention
        for row, m in enumerate(mentions):
            for key in view.keys(view.mentions[m]):
                if key not in best or odds[row, part] > odds[best[key], part]:
                    best[key] = row
        ranked = sorted(best, key=lambda k: (-float(odds[best[k], part]), best[k], k))
        here = [k for k in ranked if any(self._in_sentence(k, m, candidate.sentence) for m in mentions)]
        speakers = view.speakers(candidate.token)
        relations = Relations(view, candidate)
        for rank, key in enumerate(ranked):
            row = best[key]
            mention = view.mentions[mentions[row]]
            number = view.sentence_of[mention.head]
            actor = view.cast.actors[key]
            side = [k for k in ranked if k != key and view.cast.same_side(k, key)]
            yield Filler(
                key,
                part,
                mentions[row],
                (
                    float(odds[row, part]),
                    float(odds[row, other]),
                    float(odds[row].max()),
                    trigger,
                    float(rank),
                    float(odds[best[ranked[0]], part] - odds[row, part]),
                    float(max(-9, min(9, number - candidate.sentence))),
                    float(max(-60, min(60, mention.head - candidate.token)))
                    if number == candidate.sentence
                    else 99.0,
                    float(KINDS.index(mention.kind)),
                    float(ACTORS.index(actor.kind)),
                    float(min(20, self.counts[key])),
                    float(min(20, self.salience[key])),
                    float(key in self.headline),
                    float(min(20, self.first[key])),
                    float(relations.own(key)),
                    float(relations.carrier(key)),
                    float(relations.above(key)),
                    float(key in speakers),
                    float(len(here)),
                    float(any(odds[best[k], part] > odds[row, part] for k in side)),
                    float(any(k in here for k in side)),
                    float(bool(actor.stands_for)),
                    float(view.quoted(candidate.token)),
                    float(actor.plural),
                    float(view.tokens[candidate.token].pos in ("NOUN", "PROPN")),
                    float(candidate.predicate is not None and candidate.predicate.passive),
                    float(part),
                    *self._path(candidate.token, mention.head),
                    core,
                    float(self._between(candidate, mention.head, key)),
                ),
            )

    def _path(self, trigger: int, mention: int) -> tuple[float, ...]:
        """Return steps and labels on the way through the tree, as ``FEATURES`` has them from "up" to "shared"."""
        tree, tokens = self.view.tree, self.view.tokens
        dep = _label(tokens[trigger].dep)
        if self.view.sentence_of[trigger] != self.view.sentence_of[mention]:
            return (9.0, 9.0, _label(tokens[mention].dep), 0.0, 0.0, dep, 0.0)
        above = [trigger, *tree.ancestors(trigger)]
        place = {i: n for n, i in enumerate(above)}
        way = [mention]
        while way[-1] not in place and tokens[way[-1]].head != way[-1]:
            way.append(tokens[way[-1]].head)
        top = way[-1]
        down = place.get(top, 9)
        token = tokens[top]
        speech = token.lemma in reporting().verbs
        shared = (
            1 if top == trigger else 2 if top == mention else 3 if speech else 4 if token.pos == "VERB" else 5
        )
        return (
            float(min(8, len(way) - 1)),
            float(min(8, down)),
            _label(tokens[mention].dep),
            _label(tokens[way[-2]].dep) if len(way) > 1 else 0.0,
            _label(tokens[above[down - 1]].dep) if 0 < down < len(above) else 0.0,
            dep,
            float(shared),
        )

    def _between(self, candidate: Candidate, mention: int, key: str) -> int:
        """Count the other actors between a mention and the trigger; 9 where they are in two sentences."""
        view = self.view
        if view.sentence_of[mention] != candidate.sentence:
            return 9
        low, high = sorted((mention, candidate.token))
        others = {
            k
            for m in view.mentions_in.get(candidate.sentence, ())
            if low < view.mentions[m].head < high
            for k in view.keys(view.mentions[m])
        }
        return min(8, len(others - {key}))

    def _in_sentence(self, key: str, mention: int, sentence: int) -> bool:
        found = self.view.mentions[mention]
        return self.view.sentence_of[found.head] == sentence and key in self.view.keys(found)


def _label(dep: str) -> float:
    return float(LABELS.index(dep) + 1) if dep in LABELS else 0.0


def rows(fillers: Sequence[Filler]) -> Floats:
    """Return the features of fillers as an array of (fillers, features)."""
    return np.array([f.features for f in fillers], dtype=np.float32).reshape(-1, len(FEATURES))


__all__ = ["FEATURES", "ROLES", "Filler", "Parties", "near", "rows"]
