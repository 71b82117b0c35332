"""One proposal claim with its parties, its time and its words, and whether two of them may be one package."""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from kg.model import Article, ProposalClaim
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref
from kg.resolve.encounters import span
from kg.resolve.score import Verdict, number, weigh, words_of

_ALIKE = 80.0
_SUBJECT = 85.0
_TELLING = 5
_TOGETHER = frozenset({"submitted", "published", "near", "soon"})


@dataclass(frozen=True, slots=True)
class Package:
    """A proposal claim with its parties resolved to sides.

    Attributes:
        terms: its provisions in plain words.
        reference: the article speaks of it as of a thing that is known ("its proposals"), in whatever other words too.
        subject: what the article calls it beside that, words in order.
        published: the article's own date, as ordinal; 0 if it has none.
    """

    ref: Ref
    claim: ProposalClaim
    by: frozenset[str]
    to: frozenset[str]
    terms: tuple[str, ...]
    reference: bool
    subject: frozenset[str]
    published: int

    @property
    def dated(self) -> bool:
        """Whether it is known when it was handed over or made public."""
        return self.claim.submitted is not None or self.claim.published is not None

    @property
    def months(self) -> tuple[str, ...]:
        """The months in which it was handed over and made public, and those after the former; blocks."""
        found = set()
        for when in (self.claim.submitted, self.claim.published):
            if when is not None and len(when.value) > 4:
                year, month = int(when.value[:4]), int(when.value[5:7])
                found |= {f"{year}-{month}", f"{year + month // 12}-{month % 12 + 1}"}
        return tuple(sorted(found))

    @property
    def sort(self) -> Hashable:
        """Claims with the same are one proposal if they are of different articles."""
        claim = self.claim
        days = (claim.submitted, claim.published)
        if not any(d and d.precision == "day" for d in days) or not self.to:
            return self.ref
        return days, self.to, self.terms, self.reference


def package(article: Article, claim: ProposalClaim, cast: Cast) -> Package:
    """Resolve the parties of a claim and read its wording."""
    by = cast.sides_of(cast.of(article.id, claim.proposers))
    to = cast.sides_of(cast.of(article.id, claim.addressees))
    names = [wording(name) for name in claim.names]
    names = [
        name for name in names if name and len(name) <= _TELLING + 1 and name[-1] in words_of("packages")
    ]
    subject = frozenset(
        word for name in names for word in name if word not in words_of("packages") | words_of("empty_words")
    )
    day = datetime.date.fromisoformat(article.published).toordinal() if article.published else 0
    # nobody puts a proposal to himself: a party named as both is an addressee
    by = by - to or by
    return Package(
        (article.id, claim.key),
        claim,
        by,
        to - by,
        tuple(" ".join(wording(provision.text)) for provision in claim.provisions),
        bool(names),
        subject,
        day,
    )


@lru_cache(maxsize=100_000)
def wording(text: str) -> tuple[str, ...]:
    """Return the words of a text, lower case."""
    return tuple(re.findall(r"\w+", text.casefold().replace("’", "'").replace("'s ", " ")))


def one_package(a: Package, b: Package) -> Verdict | None:
    """Tell how sure it is that two claims of one proposer are one proposal; ``None`` if it cannot be."""
    if a.ref[0] == b.ref[0]:
        return None
    reasons = ["proposer", *(["addressee"] if a.to & b.to else [])]
    time = _time(a, b)
    if time is None:
        return None
    # of drafts handed over together two articles may each name another addressee
    drafts = a.reference and b.reference and a.claim.form == b.claim.form == "Draft"
    if a.to and b.to and not a.to & b.to and not (drafts and _TOGETHER & set(time)):
        # no reason, but no veto: others in the group may name the addressee
        return Verdict(0.0, ())
    reasons += time
    if _same_terms(a.terms, b.terms):
        reasons.append("terms")
    if a.reference and b.reference:
        reasons.append("reference")
        if a.claim.form == b.claim.form == "Draft":
            reasons.append("draft")
        if a.subject and b.subject and _same_subject(a.subject, b.subject):
            reasons.append("topic")
    elif "terms" not in reasons and not {"submitted", "published"} & set(reasons):
        # an appeal, made in a verb of its own, is not the package that was handed over
        return None
    return weigh("proposals", reasons)


def when_comparable(item: Package) -> frozenset[Hashable] | None:
    """Return the months by which two claims that the dates do not keep apart meet; ``None`` for one that has none."""
    if item.dated:
        years = any(d and d.precision == "year" for d in (item.claim.submitted, item.claim.published))
        return None if years else frozenset(item.months)
    if not item.published:
        return None
    # what is spoken of without a date may be what was handed over in the months before, or what others speak of
    first = datetime.date.fromordinal(item.published - int(number("recent_days")))
    last = datetime.date.fromordinal(item.published + 1)
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return frozenset([None, *(f"{month // 12}-{month % 12 + 1}" for month in months)])


def _time(a: Package, b: Package) -> list[str] | None:
    """Return the reasons that lie in the dates; ``None`` if the dates speak against it."""
    found: list[str] = []
    for name, x, y in (
        ("submitted", a.claim.submitted, b.claim.submitted),
        ("published", a.claim.published, b.claim.published),
    ):
        if x is None or y is None:
            continue
        if x.compatible(y):
            found.append(name if x.precision == y.precision == "day" else "month")
        elif abs(span(x)[0] - span(y)[0]) <= number("near_days") and a.claim.form == b.claim.form == "Draft":
            found.append("near")
        else:
            return None
    if found:
        return found
    for first, then in ((a, b), (b, a)):
        early, late = first.claim.submitted, then.claim.published
        if early is not None and late is not None:
            soon = 0 <= span(late)[0] - span(early)[0] <= number("soon_days")
            return ["soon"] if soon else None
    for known, other in ((a, b), (b, a)):
        if known.dated and not other.dated and other.published:
            day = min(span(d)[0] for d in (known.claim.submitted, known.claim.published) if d)
            return ["recent"] if 0 <= other.published - day + 1 <= number("recent_days") else None
    return []


def _same_terms(a: Iterable[str], b: Iterable[str]) -> bool:
    few, many = sorted((tuple(a), tuple(b)), key=len)
    if not few:
        return False
    shared = sum(any(fuzz.token_sort_ratio(x, y) >= _ALIKE for y in many) for x in few)
    # a single short demand ("leave Syria") is made too often to tell one package from another
    telling = any(len(term.split()) > _TELLING for term in few)
    return telling and 2 * shared >= max(len(few), 2)


def _same_subject(a: frozenset[str], b: frozenset[str]) -> bool:
    return fuzz.token_set_ratio(" ".join(sorted(a)), " ".join(sorted(b))) >= _SUBJECT
