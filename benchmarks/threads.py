"""Negotiations against a gold of affairs: B-cubed of the events of articles (Bagga and Baldwin, 1998).

    python benchmarks/threads.py graph.trig ARTICLES/folds.json

The graph is one that ``kg build`` made of annotated articles; the second file has their names as keys. A name
ends in a number, and what stands before it is its affair, but for those that ``threads.yaml`` joins or tells apart.
Items are the events of articles before the smallest groups are left out; the second line is of affairs with several
articles alone, which is the hard part, since most affairs have one.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as po
import yaml

from kg.ontology import SCHEMA
from kg.threads.facts import facts
from kg.threads.group import grouped, units

Item = tuple[int, str]


def b_cubed(items: list[Item]) -> tuple[float, float, float]:
    """Return precision, recall and F of items, each a found group and an affair."""
    both, found, gold = Counter(items), Counter(one for one, _ in items), Counter(one for _, one in items)
    precision = sum(both[item] / found[item[0]] for item in items) / len(items)
    recall = sum(both[item] / gold[item[1]] for item in items) / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)


def gold_of(names: list[str]) -> dict[str, str]:
    """Return the affair of each article."""
    told = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    stems = {name: re.sub(r"-\d+$", "", name) for name in names}
    return {
        name: name if name in told["own"] else told["same"].get(stem, stem) for name, stem in stems.items()
    }


def main(graph: str, listing: str) -> None:
    """Print the figures, and what is mixed or split."""
    gold = gold_of(sorted(json.loads(Path(listing).read_text(encoding="utf-8"))))
    held = po.Store()
    held.bulk_load(path=graph, format=po.RdfFormat.TRIG)
    names = {
        quad.subject.value: quad.object.value.rsplit(".", 1)[0]  # type: ignore[union-attr]
        for quad in held.quads_for_pattern(None, po.NamedNode(str(SCHEMA.identifier)), None)
    }
    found = facts(held)
    every = units(found)
    groups = grouped(found, every)
    several = {affair for affair, n in Counter(gold.values()).items() if n > 1}
    items: list[Item] = []
    mixed: dict[int, set[str]] = defaultdict(set)
    split: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for n in group:
            affair = gold[names[every[n].article]]
            items += [(number, affair)] * len(every[n].events)
            mixed[number].add(affair)
            split[affair].add(number)
    for what, chosen in (
        ("all affairs", items),
        ("of several articles", [i for i in items if i[1] in several]),
    ):
        precision, recall, f = b_cubed(chosen)
        print(f"{what}: {len(chosen)} items, precision {precision:.3f}, recall {recall:.3f}, F {f:.3f}")
    for affairs in sorted(map(sorted, mixed.values())):
        if len(affairs) > 1:
            print("mixed:", ", ".join(affairs))
    for affair, numbers in sorted(split.items()):
        if len(numbers) > 1:
            print(f"split: {affair} in {len(numbers)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
