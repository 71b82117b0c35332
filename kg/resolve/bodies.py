"""States, organisations and blocs over articles: by gazetteer id, else by name, acronym and owning state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.gazetteer import Entry, gazetteer
from kg.model import ActorClaim, Extraction
from kg.resolve.cluster import Ref, Union
from kg.resolve.gather import Ledger
from kg.resolve.known import Known, Named, know
from kg.resolve.spelling import body_key, is_acronym, is_generic, office_key, person_name
from kg.resolve.table import Stage, Tally


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of one claim of a body before claims are put together.

    Attributes:
        entry: id of the gazetteer's entry that it certainly is.
        judged: a person judged a claim of that entry, so that all of them are to be seen together.
        owner: representative of the body that it is an organ of.
        key: its name's key, the owner's name taken away.
        acronym: the name, where that is an acronym and no more.
        introduces: acronyms that the article introduces for it.
        around: what tells its article's affair.
        only: of a telling name without an owner, the owner that the name has wherever it has one.
    """

    ref: Ref
    named: Named
    entry: str | None
    judged: bool
    owner: str | None
    key: str
    acronym: str | None
    introduces: tuple[str, ...]
    around: frozenset[str]
    only: str | None = None

    @property
    def telling(self) -> bool:
        """Whether the name says who it is, though not as an entry's."""
        return not self.entry and not self.generic and (self.owner is not None or not self.acronym)

    @property
    def generic(self) -> bool:
        """Whether the name alone identifies nobody."""
        return is_generic(self.key)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """What the body is found by: its owner and name, and the name alone where that is telling."""
        if self.entry:
            return (("entry", self.entry),) if self.judged else ()
        if self.owner:
            return ((self.owner, self.key),)
        return ((self.only or "", self.key),) if self.telling else ()


def read_bodies(extraction: Extraction, judged: Collection[str] = ()) -> list[Body]:
    """Return the claims of bodies of an article.

    Args:
        judged: ids of the entries of whose claims persons judged any.
    """
    claims = {claim.key: claim for claim in extraction.actors}
    read = [
        _read(extraction.article.id, claim, claims) for claim in extraction.actors if claim.kind != "Person"
    ]
    around = _around(extraction, read)
    return [
        Body(
            (extraction.article.id, claim.key),
            Named(claim.kind, claim.name, _adjective(claim, claims)),
            entry.id if entry else None,
            entry is not None and entry.id in judged,
            owner,
            key,
            claim.name.replace(".", "") if is_acronym(claim.name) else None,
            ()
            if is_acronym(claim.name)
            else tuple(alias.replace(".", "") for alias in claim.aliases if is_acronym(alias)),
            around,
        )
        for claim, entry, owner, key in read
    ]


def _around(extraction: Extraction, read: Iterable[_Read]) -> frozenset[str]:
    """Return what tells an article's affair: ids of its known bodies, keys of others with telling names, and persons
    with given names."""
    found = {entry.id for _, entry, _, _ in read if entry}
    found |= {f"= {key}" for claim, entry, _, key in read if not entry and _telling(claim.name, key)}
    names = [person_name(claim.name) for claim in extraction.actors if claim.kind == "Person"]
    return frozenset(found | {f"= {name.whole}" for name in names if name.full})


def _telling(name: str, key: str) -> bool:
    return " " in key and not is_generic(key) and not is_acronym(name)


def _only(owners: Mapping[str, int]) -> str | None:
    told = [owner for owner in owners if owner]
    return told[0] if len(told) == 1 else None


OWNED = Tally("owners of a name", _only)
"""By the key of a telling name: its owner, where only one has it; a name without an owner is that owner's too."""


def owned(body: Body, owner: str | None) -> Body:
    """Return a body with the owner that its name has wherever it has one."""
    return replace(body, only=owner) if owner and body.telling and not body.owner else body


def _keys(body: Body) -> Iterable[str]:
    for owner, key in body.names:
        yield f"{owner} {key}" if owner else key
    if body.acronym and not body.entry and not body.owner:
        yield f"acronym {body.acronym}"
    for acronym in body.introduces:
        yield f"acronym {acronym}"


def _unite(bodies: Mapping[Ref, Body], ledger: Ledger) -> dict[Ref, Known]:
    """Put the claims of bodies together, but for the pairs that are to stay apart."""
    union = Union(ledger.different)
    named: dict[tuple[str, str], list[Ref]] = defaultdict(list)
    for ref, body in bodies.items():
        for name in body.names:
            named[name].append(ref)
    for refs in named.values():
        union.join(refs)
    _acronyms(bodies.values(), union)
    half: list[Ref] = []
    for pair in ledger.same:
        if bodies.keys() >= set(pair):
            union.join(pair)
        else:
            # the other one may be a person's
            half += [ref for ref in pair if ref in bodies]
    adopted = {union.find(ref) for ref in half}
    entries = {union.find(ref): body.entry for ref, body in bodies.items() if body.entry}
    claims = {ref: body.named for ref, body in bodies.items()}
    found: dict[Ref, Known] = {}
    taken: set[str] = set()
    for refs in union.sets(bodies):
        root = union.find(refs[0])
        entry = entries.get(root)
        # a person judged claims of one entry different: the first keeps its id
        known = know(refs, claims, entry, taken=entry in taken, adopted=root in adopted)
        if entry and any(bodies[ref].judged for ref in refs):
            taken.add(entry)
        found |= dict.fromkeys(refs, known)
    return found


BODIES: Stage[Body, Known] = Stage("bodies", "actor", _keys, _unite)


_Read = tuple[ActorClaim, Entry | None, str | None, str]


def _read(article: str, claim: ActorClaim, claims: Mapping[str, ActorClaim]) -> _Read:
    """Return a claim with its entry, its owner's representative, and its key."""
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
        identity = known.id if known else f"{article} {name}" if is_generic(name) else name
    elif entry is None:
        identity, key = _by_adjective(claim.name) or (None, key)
    return claim, entry, identity, key


def _adjective(claim: ActorClaim, claims: Mapping[str, ActorClaim]) -> str | None:
    owner = claims.get(claim.organ_of or "")
    entry = gazetteer().by_id(owner.gazetteer) if owner is not None and owner.gazetteer else None
    return next(iter(entry.adjectives), None) if entry is not None else None


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


def _acronyms(bodies: Iterable[Body], union: Union) -> None:
    """Join claims named by an acronym alone: to the one body that articles introduce under it, else to one another.

    Both only within the same affairs, that is with a known body in common around them: three letters mean many things.
    """
    introduced: dict[str, dict[object, Ref]] = defaultdict(dict)
    context: dict[object, set[str]] = defaultdict(set)
    bare: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        # claims of one entry are one, though they are not put together here
        root: object = body.entry or union.find(body.ref)
        if body.introduces or not body.entry:
            context[root] |= body.around
        for acronym in body.introduces:
            introduced[acronym].setdefault(root, body.ref)
        if body.acronym and not body.entry and not body.owner:
            bare[body.acronym].append(body)
    for acronym, found in sorted(bare.items()):
        full = introduced.get(acronym, {})
        for root, ref in full.items() if len(full) == 1 else ():
            for body in found:
                if context[root] & body.around:
                    union.join([body.ref, ref])
        if not full:
            for group in _same_affairs(sorted(found, key=lambda b: b.ref)):
                union.join(body.ref for body in group)


def _same_affairs(bodies: Iterable[Body]) -> list[list[Body]]:
    """Group bodies as ``cluster`` does by what is around them.

    What has something in common with a set has it with every larger one, so the smallest sets of a group stand for all.
    """
    groups: list[tuple[list[Body], list[frozenset[str]]]] = []
    for body in bodies:
        fitting = [group for group in groups if all(body.around & least for least in group[1])]
        if len(fitting) != 1:
            groups.append(([body], [body.around]))
            continue
        members, smallest = fitting[0]
        members.append(body)
        if not any(least <= body.around for least in smallest):
            smallest[:] = [least for least in smallest if not body.around <= least] + [body.around]
    return [members for members, _ in groups]
