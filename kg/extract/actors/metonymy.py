"""Whether a country's or capital's name is a place where something happens, or the government that does it."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.actors.names import Name
from kg.extract.actors.naming import naming
from kg.extract.cast import Cast
from kg.gazetteer import FormKind
from kg.model import Token


class Places:
    """Looks at the words around a name. ``cast`` knows the names further left."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.cast = cast
        self.words = naming()

    def is_place(self, name: Name, form: FormKind) -> bool:
        """Tell whether ``name``, a state's name or a capital, is a place here.

        "in Moscow", "flew to Moscow", "the Oslo talks", "visited France" are; "Moscow said", "confidence-building with
        Moscow", "Moscow's answer" are not.
        """
        before, after = self._before(name), self._after(name)
        if before is not None and self._after_preposition(
            before, possessive=after is not None and after.text == "'s"
        ):
            return True
        if form == "metonym" and self._modifies_place(name, before, after):
            return True
        head = self.tokens[name.head]
        if head.dep == "dobj" and self.tokens[head.head].lemma in self.words.place_objects_of:
            return True
        return (
            head.dep == "appos"
            and self.tokens[head.head].entity == "GPE"
            and self.tokens[head.head].i != name.head
        )

    def is_trait(self, name: Name) -> bool:
        """ "Soviet-era", "French-born": a trait of a thing, not the state; "ethnic Albanian": a people."""
        i = name.last
        if name.first and self.tokens[name.first - 1].lower_is("ethnic"):
            return True
        return (
            i + 1 < len(self.tokens)
            and self.tokens[i].text == "-"
            and self.tokens[i + 1].lemma in self.words.traits
        )

    def _before(self, name: Name) -> Token | None:
        i = name.first - 1
        if i > 0 and self.tokens[i].lower_is("the"):
            i -= 1
        return self.tokens[i] if i >= 0 else None

    def _after(self, name: Name) -> Token | None:
        return self.tokens[name.last] if name.last < len(self.tokens) else None

    def _after_preposition(self, before: Token, *, possessive: bool) -> bool:
        if before.tag not in ("IN", "TO", "RP") and before.pos not in ("ADP", "SCONJ", "ADV", "PART"):
            return False
        word = before.text.lower()
        if word in self.words.place_prepositions:
            return not possessive
        return word in self.words.motion_prepositions and self._moves(before.i)

    def _modifies_place(self, name: Name, before: Token | None, after: Token | None) -> bool:
        head = self.tokens[name.head]
        noun = self.tokens[head.head].lemma.lower() if head.dep in ("compound", "nmod", "amod") else ""
        if noun in self.words.place_before or (
            noun and after is not None and after.lemma.lower() in self.words.place_before
        ):
            return True
        if head.dep == "nsubj" and self.tokens[head.head].lemma == "host":
            return True
        if after is not None and after.text == "-":
            return True  # "Moscow-based"
        return before is not None and before.text == "," and self._after_city(name.first)

    def _after_city(self, first: int) -> bool:
        return first >= 2 and self.tokens[first - 2].entity == "GPE" and not self.cast.at(first - 2)

    def _moves(self, preposition: int) -> bool:
        head = self.tokens[preposition].head
        return any(
            self.tokens[i].lemma.lower() in self.words.motion_verbs for i in (head, self.tokens[head].head)
        )
