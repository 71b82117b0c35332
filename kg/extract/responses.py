"""Responses: answers to proposals, given, awaited or refused."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg import lexicon
from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.proposals import Package
from kg.model import Argument, Clauses, PartialDate, Predicate, ResponseClaim, ResponseForm, ResponseStatus, Span, Stance


def find_responses(
    tree: Tree, clauses: Clauses, cast: Cast, witness: Witness, packages: list[Package]
) -> tuple[ResponseClaim, ...]:
    """Return the answers of an article in text order; the same parties' answer to the same proposal is one."""
    return _Responses(tree, clauses, cast, witness, packages).run()


@cache
def _lex() -> dict[str, Any]:
    return dict(lexicon.lexicon("responses"))


class _Responses:
    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness, packages: list[Package]) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.doc = tree.doc
        self.clauses = clauses
        self.cast = cast
        self.witness = witness
        self.packages = packages
        self.lex = _lex()
        self.found: list[dict[str, Any]] = []

    def run(self) -> tuple[ResponseClaim, ...]:
        for p in self.clauses.predicates:
            if self.doc.sentences[p.sentence].zone != "body" or p.conditional:
                continue
            reading = self._verb(p) if p.kind == "verb" else self._noun(p) if p.kind == "noun" else None
            if reading is not None:
                self._merge(reading)
        for reading in self.found:
            for key in (*reading["by"], *reading["to"]):
                self.cast.actors[key].agentive = True
        return tuple(self._claim(n, r) for n, r in enumerate(self.found, 1))

    # ------------------------------------------------------------------ verbs

    def _verb(self, p: Predicate) -> dict[str, Any] | None:
        frame = self.lex["verbs"].get(p.lemma)
        if frame is None:
            return None
        by = list(self.cast.all_of(p.role("agent")))
        if not by or p.tense == "future" or p.modality in ("may", "would", "should", "must", "ask", "want", "hope", "expect", "try", "propose"):
            return None
        target = self._target(p, frame)
        if target is None:
            return None
        package, to = target
        to = [k for k in to if not any(self.cast.same_side(k, b) for b in by)]
        if package is not None and any(self.cast.same_side(b, x) for b in by for x in package.by):
            return None
        if not to and package is not None:
            to = list(package.by)
        if not to:
            return None
        stance: Stance | None = frame.get("stance")
        if p.negated or p.modality in ("refuse", "fail"):
            stance = {"Accepted": "Rejected"}.get(stance or "")  # type: ignore[assignment]
            if stance is None:
                return None
        if stance == "Accepted" and any(t.lemma in self.lex["partial_words"] for t in self.tree.kids(p.head, "advmod")):
            stance = "Mixed"
        return self._reading(p, by, to, package, "Given", stance)

    def _target(self, p: Predicate, frame: dict[str, Any]) -> tuple[Package | None, list[str]] | None:
        """Return what is answered and to whom; ``None`` where nothing that can be answered stands there."""
        wanted = frame["object"]
        if wanted == "infinitive":
            content = next((a for a in p.role("content") if any(t.tag == "TO" for t in self.tree.kids(a.head, "aux"))), None)
            if content is None:
                return self._proposal_argument(p.role("patient", "to", "with"))
            inner = self.clauses.predicates[content.predicate] if content.predicate is not None else None
            if inner is None or inner.lemma in ("comment", "say", "elaborate", "give", "answer", "discuss", "name", "be") and not inner.role("recipient", "to"):
                return None
            keys = list(self.cast.all_of(inner.role("patient", "recipient", "to", "with", "from")))
            package = self._package_by(keys)
            return (package, keys) if keys else None
        if wanted == "to":
            return self._proposal_argument(p.role("to"))
        return self._proposal_argument(p.role("patient", "to", "with", "content"))

    def _proposal_argument(self, arguments: tuple[Argument, ...]) -> tuple[Package | None, list[str]] | None:
        for argument in arguments:
            lemma = self.tokens[argument.head].lemma.lower()
            package = next((x for x in self.packages if argument.head in x.nouns), None)
            if package is None and lemma not in self.lex["proposal_nouns"]:
                continue
            owners = list(self.cast.all_of(self._owners(argument.head)))
            package = package or self._package_by(owners) or (None if owners else self._latest())
            return package, owners or (list(package.by) if package else [])
        return None

    def _owners(self, i: int) -> list[Argument]:
        index = self.clauses.of_token.get(i)
        if index is not None:
            return [a for a in self.clauses.predicates[index].arguments if a.role in ("agent", "by", "from", "modifier")]
        found = []
        for child in self.tree.kids(i, "poss", "compound", "amod"):
            found.append(Argument("agent", child.i, Span(child.start, child.end)))
        return found

    def _package_by(self, keys: list[str]) -> Package | None:
        return next((x for x in self.packages if any(self.cast.same_side(k, b) for k in keys for b in x.by)), None)

    def _latest(self) -> Package | None:
        return self.packages[-1] if self.packages else None

    # ------------------------------------------------------------------ nouns

    def _noun(self, p: Predicate) -> dict[str, Any] | None:
        stance: Stance | None = self.lex["stance_nouns"].get(p.lemma)
        if stance is None and p.lemma not in self.lex["nouns"]:
            return None
        words = {t.lemma.lower() for t in self.tree.kids(p.head, "amod", "compound")} | {t.text.lower() for t in self.tree.kids(p.head, "amod")}
        stance = stance or next((v for k, v in self.lex["stance_adjectives"].items() if k in words), None)
        verb = self._carrier(p)
        lemma = (p.light or (verb.lemma if verb else "")).split(" ")[0]
        modality = p.modality or (verb.modality if verb else "")
        expecting = lemma in self.lex["expecting"] or modality in ("hope", "expect", "want", "ask", "must", "should") or (
            verb is not None and verb.lemma in self.lex["expecting"]
        )
        negated = p.negated or (verb.negated if verb else False)
        if expecting:
            return self._expected(p, verb, stance)
        if lemma in self.lex["giving"] and not negated and p.tense != "future":
            by = list(self.cast.all_of((*p.role("agent"), *p.role("from", "by"))))
            if lemma in ("receive", "get"):
                to, by = list(self.cast.all_of(p.role("agent"))), list(self.cast.all_of(p.role("from")))
            else:
                to = list(self.cast.all_of(p.role("to", "recipient")))
            return self._given(p, by, to, stance)
        if stance is not None or p.role("agent", "from"):
            by = list(self.cast.all_of((*p.role("agent"), *p.role("from", "by"))))
            to = list(self.cast.all_of(p.role("to")))
            if stance is not None and by:
                return self._given(p, by, to, stance)
        return None

    def _carrier(self, p: Predicate) -> Predicate | None:
        for i in self.tree.ancestors(p.head):
            index = self.clauses.of_token.get(i)
            if index is not None and self.clauses.predicates[index].kind == "verb":
                return self.clauses.predicates[index]
        return None

    def _given(self, p: Predicate, by: list[str], to: list[str], stance: Stance | None) -> dict[str, Any] | None:
        to = [k for k in to if not any(self.cast.same_side(k, b) for b in by)]
        target = self._proposal_argument(p.role("to", "on", "of", "about", "for"))
        package = target[0] if target else self._package_by(to)
        if not to and target:
            to = [k for k in target[1] if not any(self.cast.same_side(k, b) for b in by)]
        if not by:
            return None
        if not to and package is not None:
            to = list(package.by)
        if not to or any(self.cast.same_side(b, k) for b in by for k in to):
            return None
        return self._reading(p, by, to, package, "Given", stance)

    def _expected(self, p: Predicate, verb: Predicate | None, stance: Stance | None) -> dict[str, Any] | None:
        sources = [*p.role("from"), *(verb.role("from") if verb else ())]
        by = list(self.cast.all_of(sources))
        waiting = [*p.role("agent"), *(verb.role("agent") if verb else ())]
        to = [k for k in dict.fromkeys(self.cast.all_of(waiting)) if k not in by]
        target = self._proposal_argument((*p.role("to", "on", "about"), *(verb.role("on", "about") if verb else ())))
        package = target[0] if target else None
        if package is None:
            package = self._package_by(to)
        if not by and package is not None:
            by = list(package.to)
        if package is not None and not to:
            to = list(package.by)
        to = [k for k in to if not any(self.cast.same_side(k, b) for b in by)]
        if not by or not to:
            return None
        return self._reading(p, by, to, package, "Expected", stance)

    # ------------------------------------------------------------------ readings

    def _reading(
        self, p: Predicate, by: list[str], to: list[str], package: Package | None, status: ResponseStatus, stance: Stance | None
    ) -> dict[str, Any]:
        span = self.tree.subtree(p.head)
        return {
            "by": by, "to": [self.cast.side(k) if self.cast.actors[k].kind == "Person" and status == "Expected" else k for k in to],
            "package": package, "status": status, "stance": stance, "when": self._when(p), "form": self._form(p), "spans": [span],
        }  # fmt: skip

    def _when(self, p: Predicate) -> PartialDate | None:
        for role in ("time", "time:by", "time:until", "time:before"):
            for a in p.role(role):
                found = next((t.date for t in self.doc.times if t.date and t.span.overlaps(a.span)), None)
                if found:
                    return found
        found = self.witness.when(p.head)
        if found is None and p.kind == "noun":
            verb = self._carrier(p)
            found = self.witness.when(verb.head) if verb is not None and verb.lemma not in ("say", "tell", "add") else None
        return found

    def _form(self, p: Predicate) -> ResponseForm | None:
        words = {self.tokens[i].lemma.lower() for i in self.tree.indices(p.head)} | {self.tokens[i].text.lower() for i in self.tree.indices(p.head)}
        if words & set(self.lex["written"]):
            return "Written"
        return "Oral" if words & set(self.lex["oral"]) else None

    def _merge(self, new: dict[str, Any]) -> None:
        for old in self.found:
            same_by = any(self.cast.same_side(a, b) for a in old["by"] for b in new["by"])
            same_to = any(self.cast.same_side(a, b) for a in old["to"] for b in new["to"])
            if same_by and same_to and old["status"] == new["status"] and (old["package"] is new["package"] or not old["package"] or not new["package"]):
                if old["stance"] and new["stance"] and old["stance"] != new["stance"]:
                    old["stance"] = "Mixed"
                for slot in ("stance", "when", "form", "package"):
                    old[slot] = old[slot] or new[slot]
                old["by"] += [k for k in new["by"] if not any(self.cast.same_side(k, x) for x in old["by"])]
                old["spans"] += new["spans"]
                return
        self.found.append(new)

    def _claim(self, number: int, r: dict[str, Any]) -> ResponseClaim:
        return ResponseClaim(
            key=f"r{number}",
            respondents=tuple(dict.fromkeys(r["by"])),
            recipients=tuple(dict.fromkeys(r["to"])),
            status=r["status"],
            evidence=self.witness.of(*r["spans"][:3], rule="response"),
            proposal=r["package"].key if r["package"] is not None else None,
            when=r["when"],
            form=r["form"],
            stance=r["stance"],
        )
