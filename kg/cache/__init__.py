"""What was made once is not made again: extractions and finished files of a build, in one bounded file.

An entry is found by a digest of all that it depends on: an extraction by its article's content and date, the language
model and the version of the reader, which digests its code, lexicons, gazetteer and learned models; a build's files by
all its articles, its options and the version of everything. So nothing in the file is ever out of date: what changed is
not found. Deleting the file loses time and nothing else.
"""

from __future__ import annotations

from kg.cache.extractions import Extractions
from kg.cache.files import Files
from kg.cache.place import LIMIT, Cache, opened, place

__all__ = ["LIMIT", "Cache", "Extractions", "Files", "opened", "place"]
