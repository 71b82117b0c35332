"""States, organisations and blocs over articles: by gazetteer id, else by name, acronym and owning state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.gazetteer import Entry, gazetteer
from kg.model import ActorClaim, Extraction
from kg.resolve.cluster import Ref, Union, cluster
from kg.resolve.spelling import body_key, is_acronym, is_generic, office_key


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of one claim of a body before claims are put together.

    Attributes:
        entry: the gazetteer's entry that it certainly is.
        owner: representative of the body that it is an organ of.
        key: its name's key, the owner's name taken away.
        generic: the key alone says nothing.
    """

    ref: Ref
    claim: ActorClaim
    entry: Entry | None
    owner: str | None
    key: str

    @property
    def generic(self) -> bool:
        """Whether the name alone identifies nobody."""
        return is_generic(self.key)


def unite_bodies(
    extractions: Iterable[Extraction], apart: Iterable[tuple[Ref, Ref]] = ()
) -> tuple[Union, dict[Ref, str]]:
    """Put the claims of bodies together, but for the pairs that are to stay apart.

    Returns:
        The sets of claims, and the gazetteer id of every claim that has one.
    """
    union = Union(apart)
    bodies = [body for extraction in extractions for body in _read(extraction)]
    entries = {body.ref: body.entry.id for body in bodies if body.entry}
    named: dict[tuple[str, str], list[Ref]] = defaultdict(list)
    for body in bodies:
        if body.entry:
            named["entry", body.entry.id].append(body.ref)
        elif body.owner:
            named[body.owner, body.key].append(body.ref)
        elif not body.generic and not is_acronym(body.claim.name):
            named["", body.key].append(body.ref)
    for refs in named.values():
        union.join(refs)
    _owned_and_bare(bodies, named, union)
    _acronyms(bodies, union)
    return union, entries


def _read(extraction: Extraction) -> Iterable[Body]:
    claims = {claim.key: claim for claim in extraction.actors}
    for claim in extraction.actors:
        if claim.kind == "Person":
            continue
        entry = gazetteer().by_id(claim.gazetteer) if claim.gazetteer else None
        owner = _owner(claim, claims)
        key = _key(claim.name, owner)
        if entry and owner and owner.gazetteer and state_of(entry.id) != state_of(owner.gazetteer):
            entry = None  # "the Senate" of another country
        if entry is None and owner is not None:
            entry = _office(owner, key)
        identity = None
        if owner is not None:
            known = gazetteer().by_id(owner.gazetteer) if owner.gazetteer else None
            # an owner without an id of its own counts by name; a generic one tells nothing outside its article
            name = body_key(owner.name)
            identity = known.id if known else f"{extraction.article.id} {name}" if is_generic(name) else name
        elif entry is None:
            identity, key = _by_adjective(claim.name) or (None, key)
        yield Body((extraction.article.id, claim.key), claim, entry, identity, key)


def _by_adjective(name: str) -> tuple[str, str] | None:
    """Return the state whose adjective a name begins with, and the key of the rest: "Norwegian Embassy"."""
    first, _, rest = name.removeprefix("the ").partition(" ")
    found = {
        entry.id
        for entry, kind in gazetteer().by_form(first)
        if kind == "adjective" and entry.kind == "State"
    }
    return (found.pop(), office_key(body_key(rest))) if rest and len(found) == 1 else None


def state_of(id_: str) -> str:
    """Return the id of the state or body that a gazetteer entry is in the end an organ of; its own if of none."""
    entry = gazetteer().by_id(id_)
    while entry is not None and entry.organ_of:
        id_ = entry.organ_of
        entry = gazetteer().by_id(id_)
    return id_


def _owner(claim: ActorClaim, claims: Mapping[str, ActorClaim]) -> ActorClaim | None:
    owner = claims.get(claim.organ_of) if claim.organ_of else None
    return owner if owner is not claim else None


def _key(name: str, owner: ActorClaim | None) -> str:
    """Return a body's key without its owner's name: "Russian Foreign Ministry" of Russia is the "foreign ministry"."""
    key = body_key(name)
    if owner is None:
        return key
    entry = gazetteer().by_id(owner.gazetteer) if owner.gazetteer else None
    forms = [form for form, kind in entry.forms() if kind != "description"] if entry else [owner.name]
    for form in sorted({body_key(form) for form in forms}, key=lambda f: (-len(f), f)):
        if key.startswith(form + " "):
            return office_key(key[len(form) + 1 :])
        for joiner in (" of the ", " of ", " in "):
            if key.endswith(joiner + form):
                return office_key(key[: -len(joiner + form)])
    return office_key(key)


def _office(owner: ActorClaim, key: str) -> Entry | None:
    """Return the organ that the gazetteer knows under the owner's adjective and the office's name."""
    entry = gazetteer().by_id(owner.gazetteer) if owner.gazetteer else None
    if entry is None:
        return None
    return _all_organs().get(entry.id, {}).get(key)


@cache
def _all_organs() -> Mapping[str, Mapping[str, Entry]]:
    """Return the gazetteer's organs by owner and office."""
    organs: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in gazetteer():
        owner = gazetteer().by_id(entry.organ_of) if entry.organ_of else None
        if owner is not None:
            claim = ActorClaim("", owner.kind, owner.name, (), (), gazetteer=owner.id)
            for form, kind in entry.forms():
                if kind == "name":
                    organs[owner.id].setdefault(_key(form, claim), entry)
    return organs


def _owned_and_bare(bodies: list[Body], named: Mapping[tuple[str, str], list[Ref]], union: Union) -> None:
    """Join a telling name without an owner to the same name with one, where only one owner has it."""
    owners: dict[str, set[str]] = defaultdict(set)
    for body in bodies:
        if body.owner and not body.entry and not body.generic:
            owners[body.key].add(body.owner)
    for key, found in owners.items():
        if len(found) == 1 and ("", key) in named:
            union.join([*named["", key], *named[next(iter(found)), key]])


def _acronyms(bodies: list[Body], union: Union) -> None:
    """Join claims named by an acronym alone: to the one body that articles introduce under it, else to one another.

    Both only within the same affairs, that is with a known body in common around them: three letters mean many things.
    """
    around: dict[str, set[str]] = defaultdict(set)
    for body in bodies:
        if body.entry:
            around[body.ref[0]].add(body.entry.id)
    introduced: dict[str, set[Ref]] = defaultdict(set)
    context: dict[Ref, set[str]] = defaultdict(set)
    bare: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        root = union.find(body.ref)
        context[root] |= around[body.ref[0]]
        if not is_acronym(body.claim.name):
            for alias in body.claim.aliases:
                if is_acronym(alias):
                    introduced[alias.replace(".", "")].add(root)
        elif not body.entry and not body.owner:
            bare[body.claim.name.replace(".", "")].append(body)
    for acronym, found in sorted(bare.items()):
        full = sorted(introduced.get(acronym, ()))
        alone = []
        for body in found:
            if len(full) == 1 and context[full[0]] & around[body.ref[0]]:
                union.join([body.ref, full[0]])
            elif not full:
                alone.append(body)
        same = sorted(alone, key=lambda b: b.ref)
        for group in cluster(same, lambda a, b: bool(around[a.ref[0]] & around[b.ref[0]])):
            union.join(body.ref for body in group)
