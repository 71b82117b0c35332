#!/usr/bin/env python3
"""Learn the reader's decisions from articles with gold, judged by leaving whole negotiations out.

    training/reader.py GOLD:ARTICLES [GOLD:ARTICLES ...] --folds FILE --vectors DIR --out ontology/models

DIR holds what training/encoder.py wrote for every fold: the vectors of its articles by an encoder that has not seen
them. Every figure printed is of articles that the models had not seen either: who has a part in an event (role), which
triggers tell of one event (link), what is a provision (term), and what is so at all (event). What is written is learned
from all folds; its thresholds are those with the best F1 over the folds.

Articles that --folds does not deal are dealt out by their names; they help to learn and count in no figure.

Labels come free: a trigger tells the event whose evidence holds it; an event is as right as the alignment of the score
(kg.evaluate) says.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from examples import Example, deal, digest, examples

from kg.evaluate.claims import from_extraction
from kg.evaluate.similarity import best_pairs
from kg.extract.claims import Claims
from kg.extract.confidence import rule_of
from kg.extract.decide.choice import FEATURES as CHOICE_FEATURES
from kg.extract.decide.choice import Account, accounts, choose
from kg.extract.decide.choice import table as choice_table
from kg.extract.decide.events import LEAST, Event, feature_names, gather, stands, table
from kg.extract.encode.heads import ROLES, Heads
from kg.extract.encode.signals import Signals, signals
from kg.extract.learned.models import Models
from kg.extract.link import pairs as linking
from kg.extract.match import TYPES, EventType, match
from kg.extract.rules import propose
from kg.extract.slots import parties, terms
from kg.extract.slots.told import Told, read
from kg.model import ActorClaim, Extraction

FLOOR = -2.2
"""Log odds of a trigger below which it is not looked at."""
OPTIONAL, STAND_IN, PRIOR = 0.3, 0.15, 4.0
"""Weights of labels from optional events, and of actors who only stand for a party."""
OTHERS = 0.5
"""Weight of labels from articles that are there to learn from only."""
SETTINGS = {
    "objective": "cross_entropy",
    "learning_rate": 0.06,
    "num_leaves": 12,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "seed": 7,
    "num_threads": 1,
    "deterministic": True,
}
SPECIAL = {
    "event": {"learning_rate": 0.05},
    "choice": {"learning_rate": 0.05, "min_data_in_leaf": 20},
    "status": {"num_leaves": 6},
}
"""Other settings of the decisions that have few rows to learn from."""
ROUNDS = {"role": 140, "link": 100, "term": 160, "event": 120, "choice": 110}
LOWEST = 0.32
"""Threshold of a claim at the least: what is wrong twice in three times is not asserted, whatever F1 says."""
LEVELS = {
    **{"link.meeting": 0.35, "link.proposal": 0.35, "link.response": 0.35},
    **{"role.meeting": 0.3, "role.proposal": 0.3, "role.response": 0.4, "term": 0.5},
}
"""Thresholds within an account, chosen over the folds by the F1 of whole events; the last one is chosen in each run."""
_FIELD: Mapping[EventType, str] = {"meeting": "meetings", "proposal": "proposals", "response": "responses"}


@dataclass(slots=True)
class Case:
    """One article with what the encoder that has not seen it says.

    Attributes:
        fold: number of the fold that holds it.
        counts: it is among those that figures are told of.
    """

    example: Example
    heard: Signals
    fold: int
    counts: bool
    told: list[Told] = field(default_factory=list)
    events: dict[str, list[Event]] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    """A table to learn from."""

    features: list[Sequence[float]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)

    def add(self, features: Sequence[float], right: float, weight: float, case: Case) -> None:
        """Add one row of an article."""
        self.features.append(features)
        self.right.append(right)
        self.weights.append(weight if case.counts else weight * OTHERS)
        self.folds.append(case.fold)


class Learned:
    """A booster with the interface of ``kg.extract.learned.trees.Trees``."""

    def __init__(self, booster: Any) -> None:
        self.booster = booster

    def chances(self, rows: np.ndarray) -> np.ndarray:
        """Return the probability of each row."""
        return np.round(self.booster.predict(rows), 4) if len(rows) else np.zeros(0)


def fit(rows: Rows, name: str, *, besides: int | None = None) -> Learned:
    """Learn from all rows but those of one fold."""
    keep = np.array(rows.folds) != besides
    data = lightgbm.Dataset(
        np.array(rows.features, dtype=np.float32)[keep],
        np.array(rows.right)[keep],
        weight=np.array(rows.weights)[keep],
    )
    return Learned(lightgbm.train({**SETTINGS, **SPECIAL.get(name, {})}, data, ROUNDS[name]))


def by_fold(rows: Rows, name: str) -> tuple[dict[int, Learned], np.ndarray]:
    """Return for each fold a model that has not seen it, and its chances for the fold's rows."""
    found, chances = {}, np.zeros(len(rows.right))
    features, folds = np.array(rows.features, dtype=np.float32), np.array(rows.folds)
    for fold in sorted(set(rows.folds)):
        found[fold] = fit(rows, name, besides=fold)
        chances[folds == fold] = found[fold].chances(features[folds == fold])
    return found, chances


def best_f1(chances: np.ndarray, rows: Rows) -> tuple[float, float]:
    """Return the best F1 over all thresholds, and that threshold."""
    right, weights = np.array(rows.right), np.array(rows.weights)
    order = np.argsort(-chances, kind="stable")
    hits, taken = np.cumsum((right * weights)[order]), np.cumsum(weights[order])
    f1 = 2 * hits / (taken + hits[-1])
    best = int(f1.argmax())
    return float(f1[best]), float(chances[order[best]])


# ---------------------------------------------------------------------------------------------- labels


def frame_cores(cases: Sequence[Case]) -> dict[str, float]:
    """Return how often triggers of each frame, and of each type, tell an event of gold.

    Drawn to the rate of the type by ``PRIOR`` triggers, so that a frame that was met twice says what its type says.
    """
    told: dict[str, float] = defaultdict(float)
    count: dict[str, float] = defaultdict(float)
    for case in cases:
        for c in case.heard.candidates:
            events = case.example.told_by(c)
            weight = (OPTIONAL if events and events[0].optional else 1.0) * (1.0 if case.counts else OTHERS)
            for name in (c.frame.id, c.type):
                told[name] += weight * bool(events)
                count[name] += weight
    base = {kind: told[kind] / count[kind] for kind in TYPES}
    return {
        name: round((told[name] + PRIOR * base[name.partition(".")[0]]) / (count[name] + PRIOR), 3)  # type: ignore[index]
        for name in sorted(count)
    }


def role_rows(cases: Sequence[Case], kind: EventType, cores: Mapping[str, float]) -> Rows:
    """Return the fillers of the triggers that tell an event of gold."""
    rows = Rows()
    for case in cases:
        offers = parties.Parties(case.example.view)
        for i, c in enumerate(case.heard.candidates):
            told = case.example.told_by(c) if c.type == kind else []
            mentions = parties.near(case.example.view, c) if told else []
            if not mentions:
                continue
            weight = OPTIONAL if told[0].optional else 1.0
            odds, core = case.heard.roles(c, mentions), cores.get(c.frame.id, cores[kind])
            for filler in offers.of(c, mentions, odds, case.heard.odds[i], core):
                wanted = {name for e in told for name in e.fillers[ROLES[filler.role]]}
                fills = case.example.fills(filler.key, wanted)
                rows.add(
                    filler.features,
                    float(fills == 1),
                    weight * (STAND_IN if fills < 0 else 1.0),
                    case,
                )
    return rows


def link_rows(cases: Sequence[Case], kind: EventType) -> Rows:
    """Return the pairs of triggers that tell an event of gold."""
    rows = Rows()
    for case in cases:
        mine = [(t, case.example.told_by(t.candidate)) for t in case.told if t.candidate.type == kind]
        mine = [(t, told) for t, told in mine if told]
        index, features = linking.pairs(case.heard, [t for t, _ in mine])
        for (i, j), row in zip(index, features, strict=True):
            one = any(a is b for a in mine[i][1] for b in mine[j][1])
            rows.add(row, float(one), 1.0, case)
    return rows


def term_rows(cases: Sequence[Case]) -> Rows:
    """Return the constituents around triggers that tell a proposal of gold, right as far as they cover a provision."""
    rows = Rows()
    for case in cases:
        offers = terms.Terms(case.example.view, case.heard.terms)
        for i, c in enumerate(case.heard.candidates):
            told = case.example.told_by(c) if c.type == "proposal" else []
            gold = [span for e in told for span in e.provisions]
            for term in offers.of(c, case.heard.odds[i]) if told else ():
                cover = max((_cover(term.first, term.last + 1, *span) for span in gold), default=0.0)
                weight = 0.4 if told[0].optional else 1.0
                rows.add(term.features, cover if cover >= 0.4 else 0.0, weight, case)
    return rows


def _cover(a: int, b: int, c: int, d: int) -> float:
    """Dice's coefficient of two ranges."""
    return 2 * max(0, min(b, d) - max(a, c)) / (b - a + d - c)


# ---------------------------------------------------------------------------------------------- events against gold


def worths(case: Case, claims: Sequence[Any], kind: EventType) -> list[tuple[float, bool]]:
    """Return what each claim is worth against gold, and whether its partner there is optional."""
    gold = getattr(case.example.gold, _FIELD[kind])
    compare: Callable[[Any, Any], float] = getattr(case.example.alike, _FIELD[kind])
    actors = case.example.view.cast.actors
    if kind == "response":  # which proposal it answers is told later, and mostly is
        claims = [replace(claim, proposal=claim.proposal or "p") for claim in claims]
    everybody = tuple(ActorClaim(key, a.kind, a.name, (), ()) for key, a in actors.items())
    claimed = Extraction(case.example.view.doc.article, everybody, **{_FIELD[kind]: tuple(claims)})
    entries = getattr(from_extraction(claimed), _FIELD[kind])
    partner = {j: (value, gold[i].optional) for value, i, j in best_pairs(gold, entries, compare)}
    return [partner.get(j, (0.0, False)) for j in range(len(claims))]


def claims_of(case: Case, kind: EventType, events: Sequence[Event]) -> tuple[Any, ...]:
    """Return events as claims."""
    make = getattr(Claims(case.example.view), _FIELD[kind])
    claims: tuple[Any, ...] = make(events)
    return claims


def learn_choice(
    cases: Mapping[str, Case], kind: EventType, some: Models
) -> tuple[dict[str, Any], float, dict[str, float], list[str]]:
    """Learn which accounts are so; return model, threshold, figures over the folds, and the report on frames."""
    rows, offered = Rows(), {}
    alone: list[float] = [0.0, 0.0]
    for name, case in cases.items():
        view = case.example.view
        by_rule = getattr(propose(view), _FIELD[kind])
        events = case.events.get(kind, [])
        learned = claims_of(case, kind, events)
        offered[name] = accounts(view, by_rule, list(zip(learned, (e.chance for e in events), strict=True)))
        right = [*worths(case, by_rule, kind), *worths(case, learned, kind)]
        if case.counts:
            alone[0] += sum(value for value, optional in right[: len(by_rule)] if not optional)
            alone[1] += sum(not optional for _, optional in right[: len(by_rule)])
        features = choice_table(view, kind, case.told, offered[name], some)
        for row, (worth, _) in zip(features, right, strict=True):
            rows.add(row, worth, 1.0, case)
    _, chances = by_fold(rows, "choice")
    counted = {name: case for name, case in cases.items() if case.counts}
    wanted = sum(not e.optional for c in counted.values() for e in getattr(c.example.gold, _FIELD[kind]))
    best: tuple[float, ...] = (0.0,)
    kept_best: dict[str, list[tuple[Account, float]]] = {}
    for level in np.arange(LOWEST, 0.62, 0.02):
        total, count, at, kept = 0.0, 0, 0, {}
        for name, case in cases.items():
            mine = chances[at : at + len(offered[name])].tolist()
            at += len(mine)
            if not case.counts:
                continue
            kept[name] = choose(case.example.view, kind, offered[name], mine, float(level))
            for value, optional in worths(case, [a.claim for a, _ in kept[name]], kind):
                total += 0.0 if optional else value
                count += not optional
        f1 = 2 * total / max(1, count + wanted)
        if f1 > best[0]:
            best, kept_best = (f1, float(level), total / max(1, count), total / max(1, wanted)), kept
    f1, level, precision, recall = best
    sure, right_ = [], []
    for name, found in kept_best.items():
        sure += [chance for _, chance in found]
        right_ += [w for w, _ in worths(cases[name], [a.claim for a, _ in found], kind)]
    figures = {
        "f1": round(f1, 3),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "rules_alone_f1": round(2 * alone[0] / max(1, alone[1] + wanted), 3),
        "calibration_error": round(calibration(np.array(sure), np.array(right_)), 3),
    }
    model = dump(fit(rows, "choice"), CHOICE_FEATURES)
    return model, round(level, 2), figures, frame_report(counted, kept_best, kind, wanted)


def frame_report(
    cases: Mapping[str, Case], kept: Mapping[str, list[tuple[Account, float]]], kind: EventType, wanted: int
) -> list[str]:
    """Return a line for each frame and rule that fired: how often, in how many claims that were kept, how right.

    A claim is told by a frame or rule alone if all its evidence is of it; without it, the claim would be gone. What
    that costs is the difference in soft F1, in points.
    """
    fired: dict[str, int] = defaultdict(int)
    for case in cases.values():
        for c in case.heard.candidates:
            if c.type == kind:
                fired[c.frame.id] += 1
    gave: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
    total, count = 0.0, 0
    for name, found in kept.items():
        pairs = zip(found, worths(cases[name], [a.claim for a, _ in found], kind), strict=True)
        for (account, _), (value, optional) in pairs:
            rules = {rule_of(e) for e in account.claim.evidence}
            total += 0.0 if optional else value
            count += not optional
            for rule in sorted(rules):
                alone = len(rules) == 1
                gave[rule][0] += 1
                gave[rule][1] += value
                gave[rule][2] += alone and not optional
                gave[rule][3] += value if alone and not optional else 0.0
    whole = 2 * total / max(1, count + wanted)
    lines = []
    for rule in sorted({*fired, *gave}, key=lambda r: (-gave[r][0], r)):
        kept_, right, alone, lost, _ = gave[rule]
        without = 2 * (total - lost) / max(1, count - alone + wanted)
        row = (rule, fired.get(rule, int(kept_)), int(kept_), f"{right:.1f}", int(alone), f"{lost:.1f}")
        lines.append("\t".join(map(str, (*row, f"{100 * (whole - without):.2f}"))))
    return lines


def calibration(chances: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error over ten bands."""
    bands = np.minimum((chances * 10).astype(int), 9)
    gaps = [
        abs(chances[bands == b].mean() - right[bands == b].mean()) * (bands == b).sum() for b in set(bands)
    ]
    return float(sum(gaps) / max(1, len(chances)))


# ---------------------------------------------------------------------------------------------- the whole


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+", help="GOLD:ARTICLES")
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--frames", type=Path, help="write here what every frame gave, tab-separated")
    args = parser.parse_args()
    sources = [(Path(gold), Path(articles)) for gold, articles in (s.split(":") for s in args.sources)]
    cases = load(sources, args.folds, args.vectors)
    models, figures, report = learn(cases)
    figures["data"] = digest(sources)
    args.out.mkdir(parents=True, exist_ok=True)
    if args.frames:
        head = (
            "frame or rule",
            "fired",
            "kept",
            "right",
            "alone",
            "alone right",
            "F1 points lost without it",
        )
        args.frames.write_text("\n".join(["\t".join(head), *report]) + "\n")
    (args.out / "reader.json").write_text(json.dumps(models, separators=(",", ":")) + "\n")
    (args.out / "reader-card.json").write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def load(sources: Sequence[tuple[Path, Path]], folds: Path, vectors: Path) -> dict[str, Case]:
    """Return the articles whose fold has vectors, by name."""
    dealt = json.loads(folds.read_text())
    stored = {int(p.stem.rpartition("-")[2]): np.load(p) for p in sorted(vectors.glob("vectors-*.npz"))}
    heads = {
        fold: Heads({k.removeprefix("head:"): data[k] for k in data.files if k.startswith("head:")})
        for fold, data in stored.items()
    }
    found = {}
    for example in examples(sources, deal(sources, dealt)):
        fold = example.fold
        if fold is not None and fold in stored and example.name in stored[fold].files:
            known = stored[fold][example.name].astype(np.float32)
            if len(known) == len(example.view.tokens):
                heard = signals(example.view, heads[fold], known, match(example.view))
                found[example.name] = Case(example, heard, fold, example.name in dealt)
    return found


def learn(cases: Mapping[str, Case]) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Return what the model file holds, the figures over the folds, and the report on every frame."""
    every = list(cases.values())
    levels = dict(LEVELS)
    figures: dict[str, Any] = {"articles": len(every), "seed": SETTINGS["seed"]}
    cores = frame_cores(every)
    data: dict[str, Any] = {"floor": FLOOR, "cores": cores, "role": {}, "link": {}, "event": {}, "choice": {}}
    report: list[str] = []
    role: dict[str, dict[int, Learned]] = {}
    link: dict[str, dict[int, Learned]] = {}
    for kind in TYPES:
        rows = role_rows(every, kind, cores)
        role[kind], chances = by_fold(rows, "role")
        f1, _ = best_f1(chances, rows)
        figures[f"role.{kind}"] = {"f1": round(f1, 3), "rows": len(rows.right)}
        data["role"][kind] = dump(fit(rows, "role"), parties.FEATURES)

    def models(fold: int, term: Any = None) -> Models:
        return Models(
            floor=FLOOR,
            cores=cores,
            role={kind: role[kind][fold] for kind in TYPES},  # type: ignore[misc]
            link={kind: link[kind][fold] for kind in link},  # type: ignore[misc]
            term=term,
            event={},
            choice={},
            thresholds=levels,
        )

    for case in every:
        case.told = read(case.heard, models(case.fold))
    for kind in TYPES:
        rows = link_rows(every, kind)
        link[kind], chances = by_fold(rows, "link")
        figures[f"link.{kind}"] = {"f1": round(best_f1(chances, rows)[0], 3), "rows": len(rows.right)}
        data["link"][kind] = dump(fit(rows, "link"), linking.FEATURES)
    rows = term_rows(every)
    term, chances = by_fold(rows, "term")
    figures["term"] = {"correlation": round(float(np.corrcoef(chances, rows.right)[0, 1]), 3)}
    data["term"] = dump(fit(rows, "term"), terms.FEATURES)

    for kind in TYPES:
        rows, found = Rows(), []
        for name, case in cases.items():
            fold = case.fold
            events = [e for e in gather(case.heard, case.told, models(fold, term[fold]), kind) if stands(e)]
            for e, row, (worth, _) in zip(
                events,
                table(case.example.view, events, kind),
                worths(case, claims_of(case, kind, events), kind),
                strict=True,
            ):
                rows.add(row, worth, 1.0, cases[name])
                found.append((name, e))
        _, chances = by_fold(rows, "event")
        for (name, e), chance in zip(found, chances, strict=True):
            if chance >= LEAST:
                cases[name].events.setdefault(kind, []).append(replace(e, chance=round(float(chance), 4)))
        figures[f"event.{kind}"] = {"error": round(calibration(chances, np.array(rows.right)), 3)}
        data["event"][kind] = dump(fit(rows, "event"), feature_names(kind))
    for kind in TYPES:
        model, level, found_figures, lines = learn_choice(cases, kind, models(0))
        data["choice"][kind], levels[f"choice.{kind}"] = model, level
        figures[f"choice.{kind}"] = found_figures
        report += lines
    for name, value in figures.items():
        print(name, value, flush=True)
    data["thresholds"] = levels
    return data, figures, report


def dump(model: Learned, features: Sequence[str]) -> dict[str, Any]:
    """Return a booster as ``kg.extract.learned.trees`` reads it."""
    return {
        "features": list(features),
        "base": 0.0,
        "trees": [_nodes(tree["tree_structure"]) for tree in model.booster.dump_model()["tree_info"]],
    }


def _nodes(root: Mapping[str, Any]) -> list[list[float]]:
    nodes: list[list[float]] = []

    def walk(node: Mapping[str, Any]) -> int:
        place = len(nodes)
        nodes.append([])
        if "split_feature" not in node:
            nodes[place] = [round(node["leaf_value"], 5)]
            return place
        low, high = walk(node["left_child"]), walk(node["right_child"])
        nodes[place] = [node["split_feature"], round(node["threshold"], 5), low, high]
        return place

    walk(root)
    return nodes


if __name__ == "__main__":
    raise SystemExit(main())
