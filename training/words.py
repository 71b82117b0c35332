"""Count which words print has small: python training/words.py ARTICLES… (folders of articles; writes the list).

A word is small where it stands inside a sentence in small letters more often than with a capital, in two articles or
more. Texts in capitals are left out.

python training/words.py --dictionary COMMON LARGE NAMES writes the second list, the words of a dictionary: those of
COMMON that LARGE has with no capital, as no name, and that are no family names in NAMES. Debian's packages
wamerican-small and wamerican hold such files (SCOWL, by Kevin Atkinson; its notice heads the list).

python training/words.py --names LARGE MALE FEMALE writes the given names of the US census of 1990; the package names
on PyPI has its files (dist.male.first, dist.female.first; dist.all.last is NAMES above).
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kg import pipeline
from kg.annotate.truecase import small
from kg.gazetteer import gazetteer
from kg.resources import ontology

_INSIDE = re.compile(r"(?<=[a-z0-9,;] )[^\W\d_]+")
_LEAST = 2
_FREQUENT = 0.05  # per cent of the population


_NOTICE = """# {count} words of a dictionary that are no names, beside small-words.txt; from SCOWL by training/words.py.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
"""


def dictionary(common: Path, large: Path, families: Path) -> None:
    """Write ``ontology/models/common-words.txt``: each word that no counted one's inflection gives already."""
    names = {word.lower() for word in large.read_text(encoding="utf-8").split() if word[:1].isupper()}
    names |= {line.split()[0].lower() for line in families.read_text(encoding="utf-8").splitlines()}
    counted = ontology("models", "small-words.txt").read_text(encoding="utf-8").splitlines()
    known = {line for line in counted if not line.startswith("#")}
    kept = [
        word
        for word in set(common.read_text(encoding="utf-8").split())
        if re.fullmatch("[a-z]{3,}", word) and word not in names and not small(word, known)
    ]
    text = _NOTICE.format(count=len(kept)) + "\n".join(sorted(kept)) + "\n"
    ontology("models", "common-words.txt").write_text(text, encoding="utf-8")


def given_names(words: Path, lists: Sequence[Path]) -> None:
    """Write ``ontology/models/given-names.txt``: given names that are no common words, cities or states.

    A name that is a word too ("Mark") counts if it is frequent.
    """
    common = {word for word in words.read_text(encoding="utf-8").split() if word.islower()}
    names: dict[str, float] = {}
    for path in lists:
        for line in path.read_text(encoding="utf-8").splitlines():
            name, share, *_ = line.split()
            names[name.lower()] = max(names.get(name.lower(), 0.0), float(share))
    kept = sorted(
        name
        for name, share in names.items()
        if (share >= _FREQUENT or name not in common)
        and len(name) > 2
        and not gazetteer().by_form(name.capitalize())
    )
    head = f"# {len(kept)} given names; from the US census of 1990 (public domain) by training/words.py.\n"
    ontology("models", "given-names.txt").write_text(head + "\n".join(kept) + "\n", encoding="utf-8")


def main() -> int:
    """Write ``ontology/models/small-words.txt``, the list of a dictionary, or that of given names."""
    if sys.argv[1:2] == ["--names"]:
        given_names(Path(sys.argv[2]), [Path(arg) for arg in sys.argv[3:]])
        return 0
    if sys.argv[1:2] == ["--dictionary"]:
        dictionary(*(Path(arg) for arg in sys.argv[2:5]))
        return 0
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    digest = hashlib.sha256()
    for folder in sys.argv[1:]:
        for article in sorted(pipeline.collect(Path(folder)), key=lambda a: a.name):
            digest.update(article.text.encode())
            if sum(c.isupper() for c in article.text) > sum(c.islower() for c in article.text):
                continue
            words = _INSIDE.findall(" ".join(article.text.split()))
            small.update(w for w in words if w.islower())
            capital.update(w.lower() for w in words if w.istitle())
            articles.update({w for w in words if w.islower()})
    kept = sorted(w for w in small if articles[w] >= _LEAST and small[w] > capital[w])
    head = f"# {len(kept)} words that print has small, counted by training/words.py; data {digest.hexdigest()[:16]}\n"
    ontology("models", "small-words.txt").write_text(head + "\n".join(kept) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
