"""Whom a model means by a name: actors of the article's own mentions, or new ones whose words stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.llm.sheet import Sheet
from kg.model import ActorClaim, ActorKind, Evidence

_Witness = Callable[[str, Sequence[Mapping[str, Any]]], tuple[Evidence, ...]]
_ARTICLES = ("the ", "a ", "an ")


class Actors:
    """The actors of one answer.

    An entry whose name or wordings are those of an actor that the rules know becomes that actor, with its key and its
    place in the gazetteer; another becomes a new actor if at least one of its wordings stands in the article.

    Attributes:
        dropped: why entries gave no actor.
    """

    def __init__(self, sheet: Sheet, entries: Sequence[Mapping[str, Any]], witness: _Witness) -> None:
        self.sheet = sheet
        self.witness = witness
        self.dropped: Counter[str] = Counter()
        self._known = {actor.key: actor for actor in sheet.actors}
        self._claims: dict[str, ActorClaim] = {}
        self._keys: dict[str, str] = {}
        self._next = 1 + max((int(key[1:]) for key in self._known), default=0)
        entries = _merged(entries)
        for entry in entries:
            self._enter(entry)
        for entry in entries:
            # other wordings only after all names: "the minister" of one may be the name of another
            key = self._keys.get(_plain(entry["name"]))
            for form in entry["aliases"] if key else ():
                self._keys.setdefault(_plain(form), key)  # type: ignore[arg-type]

    def claims(self) -> tuple[ActorClaim, ...]:
        """Return the claims of all actors that were named or meant, by key."""
        owners = {c.organ_of for c in self._claims.values()}
        for key in sorted(owner for owner in owners if owner and owner not in self._claims):
            if key in self._known:
                self._claims[key] = self._known[key]
        kept = self._claims.keys()
        return tuple(_among(self._claims[key], kept) for key in sorted(kept, key=lambda k: int(k[1:])))

    def key(self, name: str | None) -> str | None:
        """Return the key of the actor that a name means; ``None`` for nobody of the article."""
        if not name:
            return None
        plain = _plain(name)
        key = self._keys.get(plain)
        if key is None:
            # a name that the answer uses and did not list
            known = [actor for actor in self._known.values() if plain in _forms(actor)]
            if not known:
                self.dropped["actors: named but not in the text"] += 1
                return None
            key = known[0].key
            self._keys[plain] = key
            self._claims.setdefault(key, known[0])
        return key

    def keys(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the keys of several names, each once, in order."""
        return tuple(dict.fromkeys(key for name in names if (key := self.key(name)) is not None))

    def kind(self, key: str) -> ActorKind:
        """Return the kind of an actor."""
        return self._claims[key].kind

    def _enter(self, entry: Mapping[str, Any]) -> None:
        name, kind = " ".join(entry["name"].split()), entry["kind"]
        forms = list(dict.fromkeys([name, *entry["aliases"]]))
        same = self._same(name, forms, kind)
        # a wording that the model made up costs only itself
        spoken = [form for form in forms if same is None or _plain(form) not in _forms(same)]
        pieces = {form: self.witness("actor", [{"sentence": 0, "quote": form}]) for form in spoken}
        standing = {form: found for form, found in pieces.items() if found}
        if same is None and not standing:
            self.dropped["actors: no wording stands in the text"] += 1
            return
        words = tuple(dict.fromkeys(found[0].span.of(self.sheet.text) for found in standing.values()))
        evidence = tuple(found[0] for found in standing.values())
        if same is None:
            key = f"a{self._next}"
            self._next += 1
            label = name if name in standing else words[0]
            claim = ActorClaim(key, kind, label, tuple(w for w in words if w != label), _once(evidence))
        else:
            key = same.key
            claim = ActorClaim(
                key=key,
                kind=same.kind if same.gazetteer else kind,
                name=same.name,
                aliases=tuple(dict.fromkeys(w for w in (*same.aliases, *words) if w != same.name)),
                evidence=_once((*_stamped(same.evidence, self.witness, self.sheet), *evidence)),
                gazetteer=same.gazetteer,
                organ_of=same.organ_of,
                member_of=same.member_of,
            )
        self._claims[key] = claim
        for form in (name, claim.name):
            self._keys.setdefault(_plain(form), key)

    def _same(self, name: str, forms: Sequence[str], kind: ActorKind) -> ActorClaim | None:
        """Return the actor of the rules that an entry means: by its name, else by most of its wordings; each once."""
        free = [actor for key, actor in self._known.items() if key not in self._claims]
        plain = {_plain(form) for form in forms}
        for actor in free:
            if _plain(name) in (_plain(actor.name), *_forms(actor)) and _may_be(actor.kind, kind):
                return actor
        shared = [(len(plain & _forms(actor)), actor) for actor in free if _may_be(actor.kind, kind)]
        best = max(shared, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] else None


def _merged(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return entries of one name as one: a long article's parts each list their actors."""
    by_name: dict[str, dict[str, Any]] = {}
    for entry in entries:
        had = by_name.setdefault(_plain(entry["name"]), dict(entry))
        had["aliases"] = list(dict.fromkeys([*had["aliases"], *entry["aliases"]]))
    return list(by_name.values())


def _may_be(ours: ActorKind, theirs: ActorKind) -> bool:
    """A person is never taken for a body; between kinds of bodies readers differ."""
    return (ours == "Person") == (theirs == "Person")


def _plain(name: str) -> str:
    """A name as it is compared: without article, possessive and case."""
    plain = " ".join(name.replace("’", "'").split()).strip(" .,;:\"'").lower()
    plain = plain.removesuffix("'s")
    for article in _ARTICLES:
        plain = plain.removeprefix(article)
    return plain


def _forms(actor: ActorClaim) -> set[str]:
    return {_plain(form) for form in (actor.name, *actor.aliases)}


def _stamped(evidence: Sequence[Evidence], witness: _Witness, sheet: Sheet) -> tuple[Evidence, ...]:
    """Return the evidence of the rules' mentions as the second reader's: it is he who claims the actor."""
    found = []
    for item in evidence:
        number = next((s.id + 1 for s in sheet.sentences if s.span.overlaps(item.span)), 0)
        for own in witness("actor", [{"sentence": number, "quote": item.span.of(sheet.text)}])[:1]:
            found.append(Evidence(item.span, item.sentence, own.extractor, own.confidence))
    return tuple(found)


def _once(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return pieces of evidence in text order, each stretch once."""
    first: dict[tuple[int, int], Evidence] = {}
    for item in evidence:
        first.setdefault((item.span.start, item.span.end), item)
    return tuple(first[place] for place in sorted(first))


def _among(claim: ActorClaim, kept: Collection[str]) -> ActorClaim:
    return replace(
        claim,
        organ_of=claim.organ_of if claim.organ_of in kept else None,
        member_of=tuple(key for key in claim.member_of if key in kept),
    )
