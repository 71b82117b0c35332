"""Count which words print has small: python training/words.py ARTICLES… (folders of articles; writes the list).

A word is small where it stands inside a sentence in small letters more often than with a capital, in two articles or
more. Texts in capitals are left out.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

from kg import pipeline
from kg.resources import ontology

_INSIDE = re.compile(r"(?<=[a-z0-9,;] )[^\W\d_]+")
_LEAST = 2


def main() -> int:
    """Write ``ontology/models/small-words.txt``."""
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
