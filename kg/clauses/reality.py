"""What the text itself takes back: clauses and events that are denied, unconfirmed, counterfactual or merely alleged.

The status goes down from the word that gives it, through complements, infinitives, gerunds and the contents of nouns
of report, however deep; as in the implicative signatures of Nairn, Condoravdi & Karttunen (2006) and FactBank (Saurí &
Pustejovsky 2009), but with one value in place of a lattice. Presuppositions project: "denied leaving the talks" keeps
the talks.
"""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.clauses.verdicts import OBJECTS, Verdicts
from kg.model import UNREAL, Predicate, Token

_CLAUSAL = ("ccomp", "xcomp", "csubj", "csubjpass", "oprd", "acomp", "attr")
_INSTEAD = (("rather", "than"), ("instead", "of"), ("without",))
_POSSIBLE = {
    "may": "unconfirmed",
    "might": "unconfirmed",
    "would": "counterfactual",
    "could": "counterfactual",
}


class Reality(Verdicts):
    """Works out the status of the predicates of one document, each once.

    Args:
        tree: the mended parse.
        found: the predicates by head, event nouns merged with their light verbs.
    """

    def __init__(self, tree: Tree, found: dict[int, Predicate]) -> None:
        super().__init__(tree, found)
        self._memo: dict[int, str] = {}
        self._contested = [t.i for t in tree.tokens if self._contests(t)]

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
        while at < i and (self.tokens[at].dep in ("mark", "cc", "punct") or self._opens_phrase(at, i)):
            at += 1
        for phrase in _INSTEAD:
            before = self.tokens[max(0, at - len(phrase)) : at]
            if tuple(t.text.lower() for t in before) == phrase:
                return len(phrase) > 1 or self.tokens[i].tag == "VBG"
        return False

    def _opens_phrase(self, at: int, i: int) -> bool:
        """Tell whether a token is the "rather" or "instead" of the phrase of ``i`` itself."""
        token = self.tokens[at]
        above = self.tokens[token.head]
        own = token.head == i or (above.text.lower() in ("than", "of") and above.head == i)
        return own and token.text.lower() in ("rather", "instead")

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
        if matrix.dep in ("nsubj", *OBJECTS, "pobj") and (fate := self._content(m)):
            return fate  # "claims that …" may be taken for a verb
        if any(t.text.lower() in ("whether", "if") for t in self.tree.kids(token.i, "mark")):
            open_question = self._listed("asking", m) or any(
                t.lower_is("whether") for t in self.tree.kids(token.i, "mark")
            )
            return "unconfirmed" if open_question and self._past(token.i) else self._inherited(m)
        if self._listed("denying", m):
            return self._denial(m)
        if self._listed("avoiding", m) and token.dep in ("xcomp", "ccomp"):
            return "" if self._negated(m) else "denied"
        if self._listed("confirming", m) and token.dep != "xcomp":
            return "unconfirmed" if self._withheld(m) else self._inherited(m)
        if self._listed("doubting", m):
            return "" if self._negated(m) else "unconfirmed"
        copula = m if matrix.lemma == "be" else matrix.head if matrix.dep in ("acomp", "attr") else None
        told = any(
            True for _ in self.tree.kids(token.i, "ccomp")
        )  # "wrong to say that", not "wrong to leave"
        if copula is not None and (token.dep == "ccomp" or token.dep.startswith("csubj") or told):
            judged = self._judged(copula)
            if judged:
                return judged
        if token.dep == "ccomp" and any(n in self._sentence(m) and n > token.i for n in self._contested):
            return "unconfirmed"
        return self._inherited(m)

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

    # ------------------------------------------------------------------ event nouns

    def _of_noun(self, i: int) -> str:
        token = self.tokens[i]
        first = self.tree.first_conjunct(i)
        if first != i:
            return self._inherited(first) if first in self.found else ""
        if self._instead(i):
            return "counterfactual"
        if token.dep in OBJECTS and self._denied_object(i):
            return self._denied_object(i)
        if token.dep in (*OBJECTS, "nsubj", "attr"):
            p = self.found[i]
            if (
                p.negated
                and not self._definite(i)
                and self._in("proposed", token)
                and self._listed("passing", token.head)
            ):
                return "denied"  # "never received a proposal from X"
            if not p.light and token.dep != "nsubjpass":
                return ""
            verb = self.tokens[token.head].lemma
            return self._inherited(token.head) if self._may_lapse(i, verb) else ""
        return self._under_preposition(i) if token.dep == "pobj" else ""

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

    def _sentence(self, i: int) -> range:
        """Return the tokens of the sentence that token ``i`` is in."""
        return self.tree.indices(next(reversed([i, *self.tree.ancestors(i)])))

    def _past(self, i: int) -> bool:
        p = self.found.get(i)
        return p is not None and p.tense == "past"
