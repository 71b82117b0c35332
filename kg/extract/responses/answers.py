"""The answers of an article while it is being read: one party's answer to one proposal merges into one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.proposals.packages import Package
from kg.extract.scene import Scene
from kg.model import PartialDate, ResponseClaim, ResponseForm, ResponseStatus, Span, Stance


@dataclass(slots=True)
class Answer:
    """An answer given, awaited or refused; ``by`` and ``to`` are actor keys, ``again`` says that it was told before."""

    by: list[str]
    to: list[str]
    status: ResponseStatus
    package: Package | None = None
    stance: Stance | None = None
    when: PartialDate | None = None
    form: ResponseForm | None = None
    spans: list[Span] = field(default_factory=list)
    again: bool = False


class Answers:
    """The answers of one article in text order."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._all: list[Answer] = []

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._all)

    def add(self, new: Answer, *, only_known: bool = False) -> None:
        """Merge a mention into the answer that it is of, or enter a new one; only the first where ``only_known``."""
        for old in self._all:
            if self._same(old, new):
                self._absorb(old, new)
                return
        if not only_known:
            self._all.append(new)

    def _same(self, old: Answer, new: Answer) -> bool:
        if old.status != new.status:
            return False
        together = (
            old.package is not None
            and old.package is new.package
            and old.when == new.when
            and old.status == "Expected"
        )
        if not (self.scene.meet(old.by, new.by) or together):
            return False
        if new.again and self.scene.meet(old.by, new.by):
            return True
        if old.to and new.to and not self.scene.meet(old.to, new.to):
            return False
        if old.package is not None and old.package is new.package:
            return True
        agree = old.stance == new.stance or not (old.stance and new.stance)
        return agree and (old.package is None or new.package is None)

    def _absorb(self, old: Answer, new: Answer) -> None:
        if old.stance and new.stance and old.stance != new.stance:
            old.stance = "Mixed"
        old.stance = old.stance or new.stance
        old.when = old.when or new.when
        old.form = old.form or new.form
        old.package = old.package or new.package
        old.by += self.scene.others(new.by, old.by)
        old.to += self.scene.others(new.to, old.to) if not old.to else []
        old.spans += new.spans

    def claims(self) -> tuple[ResponseClaim, ...]:
        """Return the answers as claims, numbered in text order."""
        for answer in self._all:
            for key in (*answer.by, *answer.to):
                self.scene.cast.actors[key].agentive = True
        return tuple(
            ResponseClaim(
                key=f"r{n}",
                respondents=tuple(a.by),
                recipients=tuple(a.to),
                status=a.status,
                evidence=self.scene.witness.of(*a.spans[:3], rule=f"response.{a.status.lower()}"),
                proposal=a.package.key if a.package is not None and a.package.key else None,
                when=a.when,
                form=a.form,
                stance=a.stance,
            )
            for n, a in enumerate(self._all, 1)
        )
