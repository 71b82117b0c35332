"""What an article as a whole says of a name: whether its bearer is a person or a body.

The language model labels each occurrence of a name by itself, and calls "Harlow" a person here and an organisation
there. A record holds all of them together with what stands around them: "Harlow Corp", "Harlow shares", "brewer
Harlow" against "Mr Harlow", "Jane Harlow", "Harlow, 52".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.clauses.tree import Tree
from kg.extract.actors.common import given
from kg.extract.actors.names import Name
from kg.extract.actors.naming import company_tail, naming
from kg.gazetteer import titles

_OPEN = ("person", "unknown", "organization", "place")
# a label is a guess; what stands around a name is worth several of them
_CUE = 3


@dataclass(slots=True)
class Record:
    """The votes on one form of a name; ``place`` counts labels only."""

    person: int = 0
    body: int = 0
    place: int = 0
    sure_person: bool = False


def judged(tree: Tree, names: Sequence[Name]) -> list[Name]:
    """Return the names, the kind of each that no gazetteer knows as the whole article tells it.

    Args:
        tree: the article.
        names: as found one by one, in text order.
    """
    return _Judging(tree, names).run()


def abbreviates(short: str, full: str) -> bool:
    """Tell whether a form is what a body's full name is cut to: its first words, its last in a name with its word of
    kind ("Commission"), or its initials.

    "Harlow", "Harlow Mills" of "Harlow Mills Corp.", "TGWU" of "Transport and General Workers Union".
    """
    lists = naming()
    words, brief = full.replace(".", "").split(), short.replace(".", "").split()
    if brief == words:
        return True
    if len(brief) == 1 and brief[0] in lists.organization_heads:
        return brief[0] in words and len(words) > 1
    first = words[: len(brief)]
    if short.isupper() and not full.isupper():  # a headline in capitals
        first = [w.upper() for w in first]
    if len(brief) < len(words) and first == brief:
        rest = words[len(brief) :]
        if rest[0] in ("and", "&") and company_tail(words[-1]):
            return True  # "Harlow" of "Harlow and Rowe Publishers Inc"
        return rest[0] not in lists.joiners and brief[-1] not in lists.joiners
    if len(brief) == 1 and short.isupper() and 1 < len(short) < 9:
        return brief[0] in _initials(words)
    return False


def _initials(words: Sequence[str]) -> set[str]:
    parts = [p for w in words for p in w.replace("&", " ").split("-") if p]
    strong = [w for w in parts if w[0].isupper()]
    core = list(strong)
    while len(core) > 1 and company_tail(core[-1]):
        core.pop()
    return {"".join(w[0] for w in found) for found in (strong, core) if len(found) > 1}


class _Judging:
    def __init__(self, tree: Tree, names: Sequence[Name]) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.names = names
        self.words = naming()
        self.records: dict[str, Record] = {}
        self.of_persons: set[str] = set()
        self.companies = {self._core(n) for n in names if n.kind == "organization" and self._company(n)}

    def run(self) -> list[Name]:
        for name in self.names:
            if name.kind in _OPEN:
                self._note(name)
        self._surnames()
        return [self._judge(name) for name in self.names]

    def _core(self, name: Name) -> str:
        """Return a company's name without what says that it is one: "Harlow Mills Corp." → "Harlow Mills"."""
        words = name.text.split()
        while len(words) > 1 and company_tail(words[-1]):
            words.pop()
        return " ".join(words)

    def _company(self, name: Name) -> bool:
        return company_tail(self.tokens[name.head].text)

    # ------------------------------------------------------------------ votes

    def _note(self, name: Name) -> None:
        record = self.records.setdefault(name.text, Record())
        labels = {t.entity for t in self.tokens[name.first : name.last]}
        record.person += "PERSON" in labels
        record.body += "ORG" in labels
        record.place += bool(labels & {"GPE", "LOC"})
        record.person += _CUE * self._personal(name) + (
            name.last - name.first > 1 and given(name.text.split()[0])
        )
        record.sure_person |= name.titled
        record.body += _CUE * (self._owns(name) + self._called(name))

    def _personal(self, name: Name) -> bool:
        """ "Harlow, 52,", "Harlow, who", "Mr Harlow"."""
        after = [t.text for t in self.tokens[name.last : name.last + 3]]
        aged = len(after) == 3 and after[0] == "," and after[1].isdigit() and after[2] in (",", ".")
        born = after[:2] == ["(", "born"] or (len(after) == 3 and after[0] == "(" and after[1].isdigit())
        return name.titled or aged or born or after[:2] == [",", "who"] or after[:1] == ["who"]

    def _owns(self, name: Name) -> bool:
        """ "Harlow shares", "Harlow's board"."""
        head = self.tokens[name.head]
        noun = self.tokens[head.head]
        return (
            head.dep in ("compound", "nmod", "poss")
            and noun.i >= name.last
            and noun.text.islower()
            and noun.lemma.lower() in self.words.body_belongings
            and not (head.dep == "poss" and titles().is_head(noun.text))
        )

    def _called(self, name: Name) -> bool:
        """ "brewer Harlow", "Harlow, a brewer"."""
        before = self.tokens[name.first - 1] if name.first else None
        if before is not None and before.lemma.lower() in self.words.body_nouns and before.text.islower():
            return True
        return any(
            t.lemma.lower() in self.words.body_nouns and t.text.islower()
            for t in self.tree.kids(name.head, "appos")
        )

    def _surnames(self) -> None:
        """ "Harlow" beside "Jane Harlow" is hers."""
        for name in self.names:
            words = name.text.split()
            record = self.records.get(name.text, Record())
            person = name.kind == "person" or (name.kind == "unknown" and record.person >= _CUE)
            if person and len(words) > 1 and not self._body_name(name.text):
                for short in (words[-1], words[0]):
                    if not self._heads_company(short):
                        self.of_persons.add(short)

    def _heads_company(self, form: str) -> bool:
        return any(core == form or core.startswith(form + " ") for core in self.companies)

    def _body_name(self, form: str) -> bool:
        record = self.records.get(form)
        return record is not None and not record.sure_person and record.body > record.person

    # ------------------------------------------------------------------ verdicts

    def _judge(self, name: Name) -> Name:
        if name.kind not in ("person", "unknown", "place") or name.titled:
            return name
        record = self.records[name.text]
        if record.sure_person:
            return replace(name, kind="person")
        if self._heads_company(name.text):
            return replace(name, kind="organization")
        if name.text in self.of_persons or name.text.title() in self.of_persons:
            return replace(name, kind="person")
        least = (
            1 if name.last - name.first == 1 else 2
        )  # the model calls many a foreign person's full name a body
        if name.kind != "place" and self._body_name(name.text) and record.body >= least:
            return replace(name, kind="organization")
        if name.kind == "unknown" and record.person >= _CUE and record.person > record.body:
            return replace(name, kind="person")
        if name.kind == "place" and record.body >= _CUE and record.body > record.place:
            return replace(name, kind="organization")
        return name
