"""The proposals of an article while it is being read: every mention of one merges into one package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.extract.scene import Scene
from kg.model import PartialDate, ProposalClaim, ProposalForm, ProvisionClaim, Span


@dataclass(slots=True)
class Package:
    """Something put forward, with all that the article says of it so far.

    Attributes:
        by, to: actor keys.
        provisions: its terms, each as a stretch of the text.
        nouns: token indices of the nouns that denote it ("its proposals", "the drafts").
        pending: it is a proposal only if the article tells elsewhere to whom it is put.
        tentative: only who accepts, rejects or judges it by its name shows that it was put to him.
    """

    form: ProposalForm
    by: list[str]
    to: list[str]
    submitted: PartialDate | None = None
    published: PartialDate | None = None
    provisions: list[Span] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    nouns: list[int] = field(default_factory=list)
    pending: bool = False
    tentative: bool = False
    key: str = ""


class Packages:
    """The packages of one article in text order.

    Attributes:
        cursor: where in the text a reader has come to: "the proposal" refers to what was told before.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._all: list[Package] = []
        self.cursor = 0

    def _near(self) -> list[Package]:
        """Return the packages as a reader at ``cursor`` remembers them: the one told last first."""
        told = [p for p in self._all if p.spans[0].start <= self.cursor]
        return [*reversed(told), *(p for p in self._all if p.spans[0].start > self.cursor)]

    def __iter__(self) -> Iterator[Package]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def add(self, new: Package, *, only_known: bool = False) -> Package | None:
        """Merge a mention into the package that it is of, or enter a new one.

        Args:
            new: the mention.
            only_known: enrich a package that is there already, enter none.
        """
        new.by = self.scene.others(new.by, new.to) or new.by
        new.to = self.scene.others(new.to, new.by)
        for old in self._all:
            if self._same(old, new):
                self._absorb(old, new)
                return old
        if only_known:
            return None
        self._all.append(new)
        return new

    def headed(self, noun: int) -> Package | None:
        """Return the package that a noun denotes."""
        return next((p for p in self._all if noun in p.nouns), None)

    def between(self, by: Iterable[str], to: Iterable[str]) -> Package | None:
        """Return the latest package of ``by`` that is addressed to ``to`` or to nobody."""
        mine, other = list(by), list(to)
        for exact in (True, False):
            for package in self._near():
                if mine and not self.scene.meet(mine, package.by):
                    continue
                if exact and other and not self.scene.meet(other, package.to):
                    continue
                if not exact and (package.to or not mine):
                    continue
                return package
        return None

    def addressed(self, to: Iterable[str], *, besides: ProposalForm | None = None) -> Package | None:
        """Return the latest package that is put to one of ``to``, but none of the form ``besides``."""
        keys = list(to)
        return next((p for p in self._near() if p.form != besides and self.scene.meet(keys, p.to)), None)

    def latest(self, *, besides: Iterable[str] = ()) -> Package | None:
        """Return the package told last that is not by ``besides``."""
        mine = list(besides)
        return next((p for p in self._near() if not self.scene.meet(mine, p.by)), None)

    def close(self) -> list[Package]:
        """Return what is a proposal in the end, numbered: somebody's, and either put to somebody or with a content."""
        kept = [p for p in self._all if p.by and (p.to or (not p.pending and self._told(p)))]
        for n, package in enumerate(kept, 1):
            package.key = f"p{n}"
        self._all = kept
        return kept

    def _told(self, p: Package) -> bool:
        return bool(p.provisions) or p.form in ("Draft", "Plan")

    def _same(self, old: Package, new: Package) -> bool:
        if not self.scene.meet(old.by, new.by):
            return False
        if {old.form, new.form} == {"Offer", "Demand"}:
            return False  # what one side offers and what it demands are two packages
        if (
            not set(old.by) & set(new.by)
            and {old.form, new.form} == {"Plan", "Demand"}
            and not old.provisions
        ):
            return False  # nor is a ministry's demand the proposals of its state
        return not old.to or not new.to or self.scene.meet(old.to, new.to)

    def _absorb(self, old: Package, new: Package) -> None:
        # nobody puts a proposal to himself: whoever is on the other side already stays there
        old.by += self.scene.others(new.by, [*old.by, *old.to])
        old.to += self.scene.others(new.to, [*old.to, *old.by])
        old.submitted = old.submitted or new.submitted
        old.published = old.published or new.published
        old.provisions += [s for s in new.provisions if not any(s.overlaps(o) for o in old.provisions)]
        old.spans += new.spans
        old.nouns += new.nouns
        old.pending = old.pending and new.pending
        old.tentative = old.tentative and new.tentative
        if new.form == "Draft" or (old.form == "Plan" and new.form == "Demand"):
            old.form = new.form


def proposal_claims(packages: Iterable[Package], scene: Scene) -> tuple[ProposalClaim, ...]:
    """Turn packages into claims, each provision verbatim with its own evidence."""
    return tuple(
        ProposalClaim(
            key=p.key,
            proposers=tuple(p.by),
            addressees=tuple(p.to),
            evidence=scene.witness.of(*p.spans[:4], rule=f"proposal.{p.form.lower()}"),
            form=p.form,
            submitted=p.submitted,
            published=p.published,
            provisions=tuple(
                ProvisionClaim(" ".join(s.of(scene.text).split()), scene.witness.of(s, rule="provision"))
                for s in p.provisions
            ),
        )
        for p in packages
    )
