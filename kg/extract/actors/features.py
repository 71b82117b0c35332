"""What speaks for and against an actor: the named features that the learned decision of ``worth`` weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg.clauses.tree import Tree
from kg.extract.actors.common import given, plain_words
from kg.extract.actors.naming import company_tail, naming
from kg.extract.cast import Actor, Cast
from kg.extract.reporting import reporting
from kg.gazetteer import titles
from kg.model import Mention

_WITH = frozenset({"with", "between", "among"})
_TO = frozenset({"to", "from", "by", "against", "for"})
_PLACE = frozenset({"in", "at", "near", "into", "outside", "across"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_STEPS = (1, 2, 3, 5, 8)


def features(tree: Tree, cast: Cast, roles: Mapping[str, frozenset[str]]) -> dict[str, dict[str, float]]:
    """Return the features of every actor of a cast by key; a feature that does not hold is left out.

    Args:
        tree: the article.
        cast: everyone proposed as an actor.
        roles: by actor, in which roles other claims refer to it ("speaker", "party", "proposer", …).
    """
    found: dict[str, list[Mention]] = {}
    for mention in cast.sorted_mentions():
        for key in cast.at(mention.head) or (mention.actor,):
            found.setdefault(key, []).append(mention)
    most = max((len(m) for m in found.values()), default=1)
    bodies = {body for actor in cast.actors.values() for body in (*actor.stands_for, *actor.member_of)}
    lower = {t.text for t in tree.tokens if t.text.islower()}
    read = _Reading(tree, lower)
    result = {}
    for key, actor in cast.actors.items():
        mentions = found.get(key, [])
        named = read.of(actor, mentions)
        named |= {f"role.{role}" for role in roles.get(key, ())}
        share = len(mentions) / most
        named |= {f"share.{step}" for step in (25, 50, 75) if share * 100 >= step}
        if key in bodies:
            named.add("served")
        if actor.kind == "State" and actor.gazetteer:
            named |= {f"state.{name}" for name in sorted(named)}
        elif actor.kind == "Bloc":
            named |= {f"bloc.{name}" for name in sorted(named) if not name.startswith("word.")}
        elif actor.kind == "Organization":
            named |= {f"body.{name}" for name in sorted(named) if not name.startswith("word.")}
        result[key] = dict.fromkeys(sorted(named), 1.0)
    return result


class _Reading:
    """Reads the features of one actor after another."""

    def __init__(self, tree: Tree, lower: set[str]) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.lower = lower
        self.words = naming()
        self.zone = {s.id: s.zone for s in tree.doc.sentences}
        self.lead = next((s.id for s in tree.doc.sentences if s.zone == "body"), 0)

    def of(self, actor: Actor, mentions: list[Mention]) -> set[str]:
        """Return the names of the features that hold."""
        named = {f"kind.{actor.kind}", *self._form(actor), *self._mentions(mentions)}
        for mention in mentions:
            named |= self._context(mention)
        counts = Counter(self._context_role(m) for m in mentions)
        named |= {f"only.{role}" for role, n in counts.items() if n == len(mentions)}
        if actor.agentive:
            named.add("agentive")
        if actor.titles:
            named.add("titled")
        if actor.labelled:
            named.add("labelled")
        if any(self._honoured(m) for m in mentions):
            named.add("honoured")
        if mentions and all(self._quoted(m) for m in mentions):
            named.add("quoted name")
        return named

    def _honoured(self, mention: Mention) -> bool:
        """ "Mr Diaz", "Ms. Diaz"."""
        if mention.kind != "name":
            return False
        before = [
            t.text
            for t in self.tokens[max(mention.head - 4, 0) : mention.head]
            if t.end <= mention.span.start
        ]
        return bool(before) and titles().is_honorific(before[-1] if before[-1] != "." else before[-2:][0])

    def _quoted(self, mention: Mention) -> bool:
        """ "the 'Star Shield' programme"."""
        return any(q.inner == mention.span for q in self.tree.doc.quotations)

    def _form(self, actor: Actor) -> set[str]:
        named = set()
        words = actor.name.split()
        last = words[-1].rstrip(".") if words else ""
        if actor.gazetteer:
            named.add("known")
        if actor.organ_of:
            named.add("organ")
        if actor.plural:
            named.add("plural")
        if not any(form[:1].isupper() for form in (actor.name, *actor.names)):
            named |= {"nameless", f"word.{last.lower()}"}
        elif actor.kind == "Bloc" and actor.gazetteer:
            named.add(f"known.{actor.gazetteer}")
        if actor.name.isupper() and len(words) == 1:
            named.add("acronym")
        if company_tail(last):
            named.add("company")
        if last in self.words.organization_heads:
            named.add(f"headed.{len(words) > 1}")
        if len(words) == 1 and last.lower() in self.lower:
            named.add("lower elsewhere")
        if len(words) > 1 and given(words[0]):
            named.add("given name")
        if plain_words(words) and words[0][:1].isupper():
            named.add("plain words")
        if words and words[0][:1].islower() and any(w[:1].isupper() for w in words[1:]):
            named.add("mixed case")
        if any(titles().is_head(w) for w in words[:-1]):
            named.add("title inside")
        return named | {f"words.{min(len(words), 4)}"}

    def _mentions(self, mentions: list[Mention]) -> set[str]:
        zones = {self.zone[self.tree.sentence_of[m.head]] for m in mentions}
        kinds = {m.kind for m in mentions}
        named = {f"times.{n}" for n in _STEPS if len(mentions) >= n}
        names = sum(m.kind in ("name", "metonym") for m in mentions)
        named |= {f"named.{n}" for n in _STEPS if names >= n}
        named |= {f"mention.{kind}" for kind in kinds}
        if zones <= {"headline", "standfirst"}:
            named.add("headline only")
        elif "headline" in zones:
            named.add("headline too")
        if any(self.tree.sentence_of[m.head] <= self.lead + 1 for m in mentions):
            named.add("lead")
        labels = Counter(
            t.entity for m in mentions for t in self.tokens[m.head : m.head + 1] if m.kind == "name"
        )
        if labels:
            named.add(f"label.{min(labels, key=lambda e: (-labels[e], e))}")
        return named

    def _context_role(self, mention: Mention) -> str:
        first = self.tokens[self.tree.first_conjunct(mention.head)]
        above = self.tokens[first.head]
        if first.dep in _SUBJECT:
            return "subject"
        if first.dep in ("dobj", "dative", "poss", "appos", "agent", "attr", "ROOT"):
            return first.dep
        if first.dep == "pobj":
            word = above.text.lower()
            groups = (("with", _WITH), ("to", _TO), ("place", _PLACE))
            return next(
                (name for name, words in groups if word in words), f"pobj.{'of' if word == 'of' else 'other'}"
            )
        return "modifier" if first.dep in ("amod", "compound", "nmod") else "other"

    def _context(self, mention: Mention) -> set[str]:
        role = self._context_role(mention)
        named = {f"at.{role}"}
        first = self.tokens[self.tree.first_conjunct(mention.head)]
        above = self.tokens[first.head]
        if role == "subject" and above.lemma in reporting().verbs:
            named.add("speaks")
        if role in ("dobj", "dative") and above.lemma in reporting().verbs:
            named.add("told")
        if first.i != mention.head or any(self.tree.kids(mention.head, "conj")):
            named.add("listed")
        if mention.kind != "pronoun" and any(t.dep == "appos" for t in self.tree.kids(mention.head)):
            named.add("explained")
        return named
