"""What the text itself takes back: clauses and events that are denied, unconfirmed, counterfactual or merely alleged.

The status goes down from the word that gives it, through complements, infinitives, gerunds and the contents of nouns
of report, however deep; as in the implicative signatures of Nairn, Condoravdi & Karttunen (2006) and FactBank (Saurí &
Pustejovsky 2009), but with one value in place of a lattice. Presuppositions project: "denied leaving the talks" keeps
the talks.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.clauses.tree import Tree
from kg.clauses.words import words
from kg.model import UNREAL, Predicate, Token

_CLAUSAL = ("ccomp", "xcomp", "csubj", "csubjpass", "oprd", "acomp", "attr")
_OBJECTS = ("dobj", "obj", "nsubjpass")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_INSTEAD = (("rather", "than"), ("instead", "of"), ("without",))
_POSSIBLE = {
    "may": "unconfirmed",
    "might": "unconfirmed",
    "would": "counterfactual",
    "could": "counterfactual",
}


class Reality:
    """Works out the status of the predicates of one document, each once.

    Args:
        tree: the mended parse.
        found: the predicates by head, event nouns merged with their light verbs.
    """

    def __init__(self, tree: Tree, found: dict[int, Predicate]) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.found = found
        self.lists = words().reality
        self._memo: dict[int, str] = {}

    def of(self, i: int) -> str:
        """Return ``denied``, ``unconfirmed``, ``counterfactual``, ``alleged`` or ``""`` for the predicate at ``i``."""
        if i not in self._memo:
            self._memo[i] = ""  # a malformed tree must not send us round in circles
            noun = i in self.found and self.found[i].kind == "noun"
            self._memo[i] = self._of_noun(i) if noun else self._own(i) or self._of_verb(i)
        return self._memo[i]

    # ------------------------------------------------------------------ verbs

    def _own(self, i: int) -> str:
        """Read a verb's own auxiliaries: "had X met", "would have met", "may have met", "did X meet?"."""
        token = self.tokens[i]
        group = list(self.tree.kids(i, "aux", "auxpass"))
        if self._instead(i):
            return "counterfactual"
        if not group or token.pos not in ("VERB", "AUX"):
            return ""
        lower = [t.text.lower() for t in group]
        subject = next(self.tree.kids(i, "nsubj", "nsubjpass", "expl"), None)
        inverted = subject is not None and group[0].i < subject.i < i
        opens = self.tree.left[i] == group[0].i
        if inverted and opens and self._asked(i):
            return "unconfirmed"
        if inverted and opens and lower[0] == "had" and token.tag in ("VBN", "VBD"):
            return "counterfactual"
        marks = {t.text.lower() for t in self.tree.kids(i, "mark")}
        if "had" in lower and token.dep == "ccomp" and self.tokens[token.head].lemma == "wish":
            return "counterfactual"
        if "had" in lower and "if" in marks and self._past_possibility(token.head):
            return "counterfactual"
        perfect = "have" in lower or "'ve" in lower
        modal = next((_POSSIBLE[w] for w in lower if w in _POSSIBLE), "")
        if not modal or not perfect or any(t.lower_is("by") for t in self.tree.kids(i, "prep")):
            return ""
        bearer = subject is not None and subject.lemma.lower() in self.lists["bearing_terms"]
        return "" if bearer else modal

    def _past_possibility(self, i: int) -> bool:
        lower = [t.text.lower() for t in self.tree.kids(i, "aux")]
        return "have" in lower and any(w in ("would", "could", "might") for w in lower)

    def _asked(self, i: int) -> bool:
        last = max(self.tree.indices(i))
        return self.tokens[i].dep == "ROOT" and self.tokens[last].text == "?"

    def _instead(self, i: int) -> bool:
        """Tell whether "rather than", "instead of" or "without" stands right before a phrase."""
        at = self.tree.left[i]
        while at < i and self.tokens[at].dep in ("mark", "cc", "punct"):
            at += 1
        for phrase in _INSTEAD:
            before = self.tokens[max(0, at - len(phrase)) : at]
            if tuple(t.text.lower() for t in before) == phrase:
                return len(phrase) > 1 or self.tokens[i].tag == "VBG"
        return False

    def _of_verb(self, i: int) -> str:
        token = self.tokens[i]
        if token.head == i:
            return ""
        if token.dep in _CLAUSAL:
            return self._from_matrix(token)
        if token.dep == "advcl" and any(t.tag == "TO" for t in self.tree.kids(i, "aux")):
            return self._inherited(token.head)
        if token.dep == "conj":
            own = next(self.tree.kids(i, "nsubj", "nsubjpass"), None)
            marked = any(t.lower_is("that") for t in self.tree.kids(i, "mark"))
            gerund = token.tag == "VBG" and self.tokens[token.head].tag != "VBG"
            if gerund and self._listed("denying", token.head) and not self._negated(token.head):
                return "denied"  # "denied having met X, or offering him a truce"
            return self._inherited(token.head) if own is None or marked else ""
        if token.dep == "pcomp":
            return self._from_preposition(token)
        if token.dep in ("acl", "relcl", "appos"):
            return self._from_noun(token)
        return ""

    def _inherited(self, i: int) -> str:
        status = self.of(i)
        return status if status in UNREAL else ""

    def _from_matrix(self, token: Token) -> str:
        m = token.head
        matrix = self.tokens[m]
        if any(t.text.lower() in ("whether", "if") for t in self.tree.kids(token.i, "mark")):
            open_question = self._listed("asking", m) or any(
                t.lower_is("whether") for t in self.tree.kids(token.i, "mark")
            )
            return "unconfirmed" if open_question and self._past(token.i) else self._inherited(m)
        gerund = token.tag == "VBG" or token.dep != "xcomp"
        if self._listed("denying", m) and gerund:
            if not self._negated(m):
                return "denied"
            return "unconfirmed" if self._listed("confirming", self.tree.first_conjunct(m)) else ""
        if self._listed("avoiding", m) and token.dep in ("xcomp", "ccomp"):
            return "" if self._negated(m) else "denied"
        if self._listed("confirming", m) and token.dep != "xcomp":
            return "unconfirmed" if self._withheld(m) else self._inherited(m)
        if self._listed("doubting", m):
            return "" if self._negated(m) else "unconfirmed"
        copula = m if matrix.lemma == "be" else matrix.head if matrix.dep in ("acomp", "attr") else None
        if copula is not None and token.dep not in ("acomp", "attr"):
            judged = self._judged(copula)
            if judged:
                return judged
        return self._inherited(m)

    def _withheld(self, m: int) -> bool:
        """Tell whether a verb of confirming is itself negated, refused or failed: "declined to confirm"."""
        p = self.found.get(m)
        above = self.tokens[self.tokens[m].head].lemma if self.tokens[m].dep == "xcomp" else ""
        governing = words().matrices.get(above, "")
        return (
            self._negated(m) or governing in ("refuse", "fail") or (p is not None and p.modality == "refuse")
        )

    def _judged(self, copula: int) -> str:
        """Return what "is false", "is not true", "is unclear", "is not certain" make of their subject or clause."""
        negated = self._negated(copula)
        for t in self.tree.kids(copula, "acomp", "attr", "oprd"):
            if self._in("false", t) and not negated:
                return "denied"
            if self._in("true", t) and negated:
                return "denied"
            if (self._in("unsure", t) and not negated) or (self._in("sure", t) and negated):
                return "unconfirmed"
            if t.dep == "attr" and any(d.lower_is("no") for d in self.tree.kids(t.i, "det")):
                if self._in("truths", t):
                    return "denied"
                if self._in("proofs", t):
                    return "unconfirmed"
        return ""

    def _from_preposition(self, token: Token) -> str:
        preposition = self.tokens[token.head]
        above = self.tokens[preposition.head]
        word = preposition.text.lower()
        if word == "from" and self._listed("preventing", above.i):
            return "" if self._negated(above.i) else "denied"
        if word == "of" and above.lower_is("short") and self.tokens[above.head].lemma in ("stop", "fall"):
            return "denied"
        if above.pos in ("NOUN", "PROPN"):
            return self._content(above.i) or self._denied_object(above.i)
        return ""

    def _from_noun(self, token: Token) -> str:
        noun = token.head
        marked = any(t.lower_is("that") for t in self.tree.kids(token.i, "mark"))
        subject = next(self.tree.kids(token.i, "nsubj", "nsubjpass"), None)
        full = marked and subject is not None and subject.tag not in ("WDT", "WP")
        infinitive = any(t.tag == "TO" for t in self.tree.kids(token.i, "aux"))
        if full or (infinitive and token.dep == "acl"):
            content = self._content(noun)
            if content:
                return content
        return self._inherited(noun) if noun in self.found else ""

    # ------------------------------------------------------------------ nouns of report

    def _content(self, n: int) -> str:
        """Return what becomes of the content of a noun of report: "dismissed claims that", "there is no proof that"."""
        token = self.tokens[n]
        no = any(t.lower_is("no") or t.lower_is("any") for t in self.tree.kids(n, "det"))
        if self._in("denials", token):
            return "denied"
        if self._in("doubts", token):
            return "" if no else "unconfirmed"
        if self._in("proofs", token):
            return "unconfirmed" if no else ""
        if not (self._in("reports", token) or self._in("rumours", token)):
            return ""
        if any(self._in("false", t) for t in self.tree.kids(n, "amod")):
            return "denied"
        if self._in("rumours", token) or any(self._in("unsure", t) for t in self.tree.kids(n, "amod")):
            return self._fate(n) or "unconfirmed"
        return self._fate(n) or "alleged"

    def _fate(self, n: int) -> str:
        """Return what the verb that has a noun of report as object or subject does to it."""
        n = self._site(n)
        token = self.tokens[n]
        v = token.head
        if token.dep in _OBJECTS:
            if self._listed("denying", v) or self._listed("dismissing", v):
                return "" if self._negated(v) else "denied"
            if self._listed("confirming", v):
                return "unconfirmed" if self._withheld(v) else ""
            if self._listed("doubting", v):
                return "" if self._negated(v) else "unconfirmed"
            if self._listed("naming", v) and any(self._in("false", t) for t in self._named(v)):
                return "denied"
        if token.dep == "nsubj":
            return self._judged(v)
        if token.dep == "pobj":
            above = self.tokens[self.tokens[v].head]
            if self._in("truths", above) and any(t.lower_is("no") for t in self.tree.kids(above.i, "det")):
                return "denied"
            if self._in("denials", above) or (
                self.tokens[v].lower_is("as") and self._listed("naming", above.i) and self._in("false", token)
            ):
                return "denied"
            verb = self._listed("denying", above.i) or self._listed("dismissing", above.i)
            return "denied" if verb and not self._negated(above.i) else ""
        return ""

    def _named(self, v: int) -> Iterator[Token]:
        """Yield what a verb of naming calls its object: "called the report false", "dismissed it as a lie"."""
        yield from self.tree.kids(v, "oprd", "acomp", "attr", "ccomp")
        for prep in self.tree.kids(v, "prep"):
            if prep.lower_is("as"):
                yield from self.tree.kids(prep.i, "pobj", "amod")

    def _site(self, n: int) -> int:
        """Climb from a conjunct, an apposition or what a container holds to the noun that stands in the clause."""
        for _ in range(6):
            token = self.tokens[n]
            if token.dep in ("conj", "appos") and token.head != n:
                n = token.head
            elif token.dep == "pobj" and self.tokens[token.head].lower_is("of"):
                above = self.tokens[self.tokens[token.head].head]
                if above.lemma.lower() not in self.lists["wholes"]:
                    break
                n = above.i
            else:
                break
        return n

    # ------------------------------------------------------------------ event nouns

    def _of_noun(self, i: int) -> str:
        token = self.tokens[i]
        first = self.tree.first_conjunct(i)
        if first != i:
            return self._inherited(first) if first in self.found else ""
        if self._instead(i):
            return "counterfactual"
        if token.dep in _OBJECTS and self._denied_object(i):
            return self._denied_object(i)
        if token.dep in (*_OBJECTS, "nsubj", "attr"):
            p = self.found[i]
            if not p.light and token.dep != "nsubjpass":
                return ""
            verb = self.tokens[token.head].lemma
            return self._inherited(token.head) if self._may_lapse(i, verb) else ""
        return self._under_preposition(i) if token.dep == "pobj" else ""

    def _denied_object(self, i: int) -> str:
        """ "denied any meeting with X" denies it, "denied the request" refuses it."""
        token = self.tokens[i]
        if token.dep not in _OBJECTS or token.lemma.lower() in self.lists["refusable"]:
            return ""
        if self._listed("denying", token.head):
            return "" if self._negated(token.head) else "denied"
        if self._listed("confirming", token.head) and not self._definite(i) and self._withheld(token.head):
            return "unconfirmed"
        return ""

    def _under_preposition(self, i: int) -> str:
        preposition = self.tokens[self.tokens[i].head]
        word = preposition.text.lower()
        above = self.tokens[preposition.head]
        if word in ("of", "about", "on", "over"):
            content = self._content(above.i)
            if content in UNREAL and not (self._definite(i) and word != "of"):
                return content
        if word in ("of", "for", "to") and above.lemma.lower() in self.lists["wholes"]:
            content = self._denied_object(above.i) or self._nominal_content(above)
            return content if content in UNREAL else self._inherited(above.i) if above.i in self.found else ""
        if word in ("to", "for") and above.pos == "VERB" and not self._definite(i):
            return self._inherited(above.i)  # "denied having agreed to a meeting"
        return ""

    def _nominal_content(self, token: Token) -> str:
        """Return the status of "plans" in "reports of plans for a meeting"."""
        preposition = self.tokens[token.head]
        if token.dep != "pobj" or not preposition.lower_is("of"):
            return ""
        return self._content(preposition.head)

    def _may_lapse(self, i: int, verb: str) -> bool:
        """Tell whether denying the verb denies the event: not of one that is known to have been."""
        return not self._definite(i) or verb in self.lists["existence"]

    def _definite(self, i: int) -> bool:
        determiners = {t.text.lower() for t in self.tree.kids(i, "det")}
        return bool(determiners & _DEFINITE) or any(True for _ in self.tree.kids(i, "poss"))

    # ------------------------------------------------------------------ look-ups

    def _listed(self, name: str, i: int) -> bool:
        return self.tokens[i].lemma.lower() in self.lists[name]

    def _in(self, name: str, token: Token) -> bool:
        return bool({token.lemma.lower(), token.text.lower()} & self.lists[name])

    def _negated(self, i: int) -> bool:
        p = self.found.get(i)
        return p is not None and p.negated

    def _past(self, i: int) -> bool:
        p = self.found.get(i)
        return p is not None and p.tense == "past"
