#!/usr/bin/env python3
"""Measure confidence against gold and write it down.

    benchmarks/calibrate.py [GOLD ARTICLES...] [--write]

Reads the articles that the project contains and those named, judges every claim against the gold of the same name, and
prints how well confidence foretells worth in those named (without any, in the project's own), every article judged by
what all others teach. With --write, what all of them teach goes into ontology/lexicon/confidence.yaml.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from kg import pipeline
from kg.evaluate import read_gold, reliability
from kg.evaluate.annotations import Annotation
from kg.evaluate.calibration import Sample, brier, cross_validate, fit
from kg.evaluate.claims import from_extraction, worths
from kg.evaluate.reliability import Judged
from kg.extract import Reading
from kg.extract.confidence import Weights, weights
from kg.files import write_text
from kg.resources import ontology

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "gold"

HEAD = """\
# How often the claims of a rule are right, and what moves that. Measured, not set by hand:
#   python benchmarks/calibrate.py GOLD ARTICLES --write
# docs/quality.md tells on what, and how well it holds on articles that it was not measured on.
#
# rules   rate, 0 to 1, at which a claim of the rule without any mark is right, by the rule's name or a dotted prefix
# marks   by family of rules: factor on the odds of that rate for each mark of the claim (kg/extract/marks.py)
"""


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("articles", type=Path, nargs="*")
    parser.add_argument("--write", action="store_true", help="put the weights into confidence.yaml")
    args = parser.parse_args()
    if args.gold and not args.articles:
        parser.error("name the articles that the gold is about")
    own = collect_own()
    named = collect(read_gold(args.gold), args.articles) if args.gold else []
    for title, samples in (("own", own), ("named", named)):
        print(f"{title}: {len(samples)} claims of {len({s.article for s in samples})} articles")
    print()
    judged = variants(named, own) if named else variants(own)
    for title, claims in judged.items():
        print(f"{title:<64} calibration error {reliability(claims).error:.3f}  Brier {brier(claims):.4f}")
    print("", *reliability(judged[BEST]).lines(), sep="\n")
    if args.write:
        path = ontology("lexicon", "confidence.yaml")
        write_text(path, HEAD + dump(fit([*named, *own])))
        print(f"wrote {path.name}", file=sys.stderr)
    return 0


def collect_own() -> list[Sample]:
    """Judge the claims of the articles that the project contains."""
    return collect(read_gold(OWN), [ROOT / "samples", OWN / "articles"])


def collect(gold: dict[str, Annotation], articles: Sequence[Path]) -> list[Sample]:
    """Read articles and judge their claims; articles without gold are passed over."""
    known = [a for a in pipeline.collect(list(articles)) if Path(a.name).stem in gold]
    return [sample for reading in pipeline.readings(known) for sample in samples_of(reading, gold)]


def samples_of(reading: Reading, gold: dict[str, Annotation]) -> Iterator[Sample]:
    """Judge the claims of one article."""
    name = Path(reading.doc.article.name).stem
    worth = {(kind, i): value for kind, i, value in worths(gold[name], from_extraction(reading.extraction))}
    for weighed in reading.trace.weighed:
        value = worth.get((weighed.kind, weighed.index))
        if value is not None:
            yield Sample(name, weighed.rule, weighed.marks, value)


BEST = "rules and marks, measured on all other articles"


def variants(samples: Sequence[Sample], beside: Sequence[Sample] = ()) -> dict[str, list[Judged]]:
    """Judge claims by the weights in force, and across articles by less and by more.

    Args:
        samples: the claims to judge.
        beside: claims of other articles to measure on too; at last they are judged by weights measured on ``samples``.
    """

    def rules_alone(some: Sequence[Sample]) -> Weights:
        return fit(some, with_marks=False)

    found = {
        "as confidence.yaml has it": judge(samples, weights()),
        "one rate for all, measured on all other articles": cross_validate(samples, _flat, beside=beside),
        "rules alone, measured on all other articles": cross_validate(samples, rules_alone, beside=beside),
        BEST: cross_validate(samples, fit, beside=beside),
    }
    if beside:
        found["the project's own articles by rules and marks measured on these"] = judge(beside, fit(samples))
    return found


def judge(samples: Sequence[Sample], by: Weights) -> list[Judged]:
    """Put beside every claim's worth the confidence that the weights give it."""
    return [Judged(by.confidence(s.rule, s.marks), s.worth) for s in samples]


def _flat(samples: Sequence[Sample]) -> Weights:
    return Weights({"default": sum(s.worth for s in samples) / max(1, len(samples))}, {})


def dump(found: Weights) -> str:
    """Return weights as YAML."""
    data = {
        "rules": dict(found.rules),
        "marks": {family: dict(marks) for family, marks in found.marks.items()},
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)


if __name__ == "__main__":
    sys.exit(main())
