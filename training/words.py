"""Count which words print has small: python training/words.py ARTICLES… (folders of articles; writes the list).

A word is small where it stands inside a sentence in small letters more often than with a capital, in two articles or
more. Texts in capitals are left out.

python training/words.py --dictionary COMMON LARGE writes the second list, the words of a dictionary: those of COMMON
that LARGE has with no capital, as no name. Debian's packages wamerican-small and wamerican hold such files (SCOWL, by
Kevin Atkinson; its notice heads the list).
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

from kg import pipeline
from kg.annotate.truecase import small
from kg.resources import ontology

_INSIDE = re.compile(r"(?<=[a-z0-9,;] )[^\W\d_]+")
_LEAST = 2


_NOTICE = """# {count} words that a dictionary has and not as a name, beside small-words.txt; from SCOWL by training/words.py.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
"""


def dictionary(common: Path, large: Path) -> None:
    """Write ``ontology/models/common-words.txt``: each word that no counted one's inflection gives already."""
    names = {word.lower() for word in large.read_text(encoding="utf-8").split() if word[:1].isupper()}
    counted = ontology("models", "small-words.txt").read_text(encoding="utf-8").splitlines()
    known = {line for line in counted if not line.startswith("#")}
    kept = [
        word
        for word in set(common.read_text(encoding="utf-8").split())
        if re.fullmatch("[a-z]{3,}", word) and word not in names and not small(word, known)
    ]
    text = _NOTICE.format(count=len(kept)) + "\n".join(sorted(kept)) + "\n"
    ontology("models", "common-words.txt").write_text(text, encoding="utf-8")


def main() -> int:
    """Write ``ontology/models/small-words.txt``, or the list of a dictionary."""
    if sys.argv[1:2] == ["--dictionary"]:
        dictionary(Path(sys.argv[2]), Path(sys.argv[3]))
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
