#!/usr/bin/env python3
"""Tune the encoder and its heads on articles with gold, and write them for the product.

    training/encoder.py GOLD:ARTICLES [GOLD:ARTICLES ...] --weights DIR --folds FILE [--fold N ...] --out DIR

--weights is an unpacked folder of all-MiniLM-L6-v2 (model.safetensors, config.json, tokenizer.json). --folds is a JSON
file that deals articles by their name into folds. For every fold N named, an encoder learns from all articles that are
not in it, and the vectors that it gives those in it go to DIR/vectors-N.npz with its heads, for training/reader.py.
Without --fold, the encoder learns from everything, and encoder.onnx, heads.npz, tokenizer.json and a card are written.

The lower layers stay as they are; the upper ones and the heads learn together: which triggers tell of which event,
with which attributes, which mentions have which part in it, and which tokens are provisions. An event that gold marks
as optional counts for little: two readers could differ on it.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from examples import Example, deal, digest, examples
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from kg.extract.encode.encoder import SIZE, Encoder
from kg.extract.encode.heads import ATTRIBUTES, ROLES, Heads, distance
from kg.extract.encode.windows import windows
from kg.extract.match import TYPES
from kg.extract.slots.parties import near

FROZEN, HIDDEN, SEED = 3, 128, 7
EPOCHS, RATE, HEAD_RATE, WINDOWS = 3, 2.5e-4, 1e-3, 8
OPTIONAL = 0.3
"""Weight of an event that gold marks as optional."""


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+", help="GOLD:ARTICLES")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--fold", type=int, action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--limit", type=int, help="the first so many articles of each folder only")
    args = parser.parse_args()
    sources = [(Path(gold), Path(articles)) for gold, articles in (s.split(":") for s in args.sources)]
    tokenizer = Tokenizer.from_file(str(args.weights / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = Encoder(None, tokenizer, Heads({}))
    folds = deal(sources, json.loads(args.folds.read_text()))
    known = list(examples(sources, folds, limit=args.limit))
    args.out.mkdir(parents=True, exist_ok=True)
    for fold in args.fold:
        network = learn([e for e in known if e.fold != fold], pieces, args.weights, epochs=args.epochs)
        held = {e.name: vectors(network, e, pieces) for e in known if e.fold == fold}
        heads = {f"head:{name}": weight for name, weight in network.heads().items()}
        np.savez_compressed(args.out / f"vectors-{fold}.npz", **held, **heads)
    if not args.fold:
        network = learn(known, pieces, args.weights, epochs=args.epochs)
        export(network, args.out)
        shutil.copy(args.weights / "tokenizer.json", args.out / "tokenizer.json")
        card = {
            "base": "all-MiniLM-L6-v2 (Apache-2.0)",
            "articles": len(known),
            "data": digest(sources),
            "seed": SEED,
            "epochs": args.epochs,
            "frozen_layers": FROZEN,
        }
        (args.out / "encoder.json").write_text(json.dumps(card, indent=1) + "\n")
    return 0


# ---------------------------------------------------------------------------------------------- the network


class Network(nn.Module):
    """The encoder with its heads; the heads' names are those that ``kg.extract.encode.heads`` reads."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.base = AutoModel.from_pretrained(weights)
        self.drop = nn.Dropout(0.15)
        self.trig = nn.Sequential(
            nn.Linear(SIZE, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, len(TYPES))
        )
        self.att = nn.Linear(SIZE, sum(map(len, ATTRIBUTES.values())))
        self.rt, self.rm = nn.Linear(SIZE, HIDDEN), nn.Linear(SIZE, HIDDEN)
        self.ro = nn.Linear(3 * HIDDEN, len(ROLES))
        self.dist = nn.Embedding(12, HIDDEN)
        self.prov = nn.Linear(SIZE, 3)

    def heads(self) -> dict[str, np.ndarray]:
        """Return the weights of the heads by name."""
        return {k: v.float().numpy() for k, v in self.state_dict().items() if not k.startswith("base.")}

    def lower(self, ids: Sequence[int]) -> torch.Tensor:
        """Return what the frozen layers make of a window."""
        with torch.no_grad():
            x = self.base.embeddings(torch.tensor([ids]))
            return self._through(x, None, 0, FROZEN)[0].contiguous()

    def upper(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what the layers that learn make of a batch of windows."""
        return self._through(x, (1.0 - mask[:, None, None, :]) * -1e4, FROZEN, len(self.base.encoder.layer))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the vectors of one window, for the export."""
        return self._through(self.base.embeddings(ids), None, 0, len(self.base.encoder.layer))

    def _through(self, x: torch.Tensor, mask: Any, first: int, last: int) -> torch.Tensor:
        for layer in self.base.encoder.layer[first:last]:
            out = layer(x, mask)
            x = out[0] if isinstance(out, tuple) else out
        return x

    def roles(self, triggers: torch.Tensor, mentions: torch.Tensor, codes: torch.Tensor) -> torch.Tensor:
        """Return the log odds of pairs to have each role."""
        a, b = self.rt(triggers), self.rm(mentions) + self.dist(codes)
        return self.ro(functional.gelu(torch.cat([a, b, a * b], -1)))


# ---------------------------------------------------------------------------------------------- what is learned


@dataclass(slots=True)
class Item:
    """One article as the network sees it: windows with the lower layers' output, and what is right.

    Attributes:
        triggers: token, column of its type, 1 or 0, weight.
        attributes: token, first and last column, right value's place, weight.
        pairs: trigger, mention's head, code of their distance, role, 1 or 0, weight, number of the actor among those
            of the same trigger and role.
    """

    size: int
    windows: list[tuple[torch.Tensor, tuple[tuple[int, int], ...]]]
    triggers: list[tuple[int, int, float, float]]
    attributes: list[tuple[int, int, int, int, float]]
    pairs: list[tuple[int, int, int, int, float, float, int]]
    terms: torch.Tensor
    term_weights: torch.Tensor


def item(example: Example, network: Network, pieces: Encoder) -> Item:
    """Return one article with what is right in it."""
    view = example.view
    found = Item(len(view.tokens), _windows(example, network, pieces), [], [], [], *_terms(example))
    for c in example.candidates:
        told = example.told_by(c)
        weight = 1.0 if not told or not told[0].optional else OPTIONAL
        found.triggers.append((c.token, TYPES.index(c.type), float(bool(told)), weight))
        for e in told:
            share = (1.0 if not e.optional else 0.5) / len(told)
            start = 0
            for name, values in ATTRIBUTES.items():
                value = e.entry.get(name.partition(".")[2])
                value = "Meeting" if value == "Other" else value
                if name.startswith(c.type) and value in values:
                    found.attributes.append((c.token, start, start + len(values), values.index(value), share))
                start += len(values)
        if told:
            _pairs(example, c, told, found.pairs, 1.0 if not told[0].optional else 0.5)
    return found


def _pairs(example: Example, c: Any, told: Sequence[Any], pairs: list[Any], weight: float) -> None:
    view = example.view
    actors: dict[tuple[int, str], int] = {}
    start = max((pair[-1] for pair in pairs), default=-1) + 1
    for m in near(view, c):
        head = view.mentions[m].head
        code = distance(view.sentence_of[head] - c.sentence, before=head <= c.token)
        for role in (n for n, name in enumerate(ROLES) if name.startswith(c.type)):
            wanted = {name for e in told for name in e.fillers[ROLES[role]]}
            fills = [example.fills(key, wanted) for key in view.keys(view.mentions[m])]
            right = 1 in fills
            # who only stands for a party is neither right nor wrong
            counted = weight if right or -1 not in fills else 0.0
            actor = start + actors.setdefault((role, view.keys(view.mentions[m])[0]), len(actors))
            pairs.append((c.token, head, code, role, float(right), counted, actor))


def _terms(example: Example) -> tuple[torch.Tensor, torch.Tensor]:
    n = len(example.view.tokens)
    tags, weights = torch.zeros(n, dtype=torch.long), torch.ones(n)
    for e in example.events:
        for first, last in e.provisions:
            tags[first:last] = 2
            tags[first : first + 1] = 1
            weights[first:last] = OPTIONAL if e.optional else 1.0
    return tags, weights


def _windows(example: Example, network: Network, pieces: Encoder) -> list[Any]:
    doc = example.view.doc
    cut = windows(pieces.pieces(t.text for t in doc.tokens), [(s.first, s.last) for s in doc.sentences])
    return [(network.lower(w.ids), w.tokens) for w in cut]


def learn(known: Sequence[Example], pieces: Encoder, weights: Path, *, epochs: int) -> Network:
    """Return a network that has learned from articles."""
    torch.manual_seed(SEED)
    order = random.Random(SEED)
    network = Network(weights).eval()
    frozen = [network.base.embeddings, *network.base.encoder.layer[:FROZEN], network.base.pooler]
    for part in frozen:
        part.requires_grad_(False)
    items = [item(e, network, pieces) for e in known]
    upper = [p for layer in network.base.encoder.layer[FROZEN:] for p in layer.parameters()]
    heads = [p for name, p in network.named_parameters() if not name.startswith("base.")]
    optimiser = torch.optim.AdamW(
        [{"params": upper, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * sum(1 for _ in _batches(items, random.Random(SEED)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.08 * steps + 1)) * max(0.02, 1 - s / steps)
    )
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for batch in _batches(items, order):
            loss = _loss(network, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*upper, *heads], 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / (steps / epochs):.4f}", flush=True)
    return network.eval()


def _batches(items: Sequence[Item], order: random.Random) -> Iterator[list[Item]]:
    shuffled = list(items)
    order.shuffle(shuffled)
    batch: list[Item] = []
    for one in shuffled:
        batch.append(one)
        if sum(len(i.windows) for i in batch) >= WINDOWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _encode(network: Network, batch: Sequence[Item]) -> list[torch.Tensor]:
    """Return the vectors of the tokens of each article."""
    cut = [w for one in batch for w in one.windows]
    longest = max(len(x) for x, _ in cut)
    x, mask = torch.zeros(len(cut), longest, SIZE), torch.zeros(len(cut), longest)
    for n, (lower, _) in enumerate(cut):
        x[n, : len(lower)] = lower
        mask[n, : len(lower)] = 1
    out, found, n = network.upper(x, mask), [], 0
    for one in batch:
        rows, tokens, places = [], [], []
        for _, own in one.windows:
            for token, place in own:
                rows.append(n)
                tokens.append(token)
                places.append(place)
            n += 1
        empty = torch.zeros(one.size, SIZE)
        found.append(empty.index_put((torch.tensor(tokens),), out[torch.tensor(rows), torch.tensor(places)]))
    return found


def _loss(network: Network, batch: Sequence[Item]) -> torch.Tensor:
    sums, counts = [torch.zeros(()) for _ in range(4)], [1e-6] * 4
    for one, vectors_ in zip(batch, _encode(network, batch), strict=True):
        h = network.drop(vectors_)
        if one.triggers:
            token, column, right, weight = zip(*one.triggers, strict=True)
            odds = network.trig(h[list(token)]).gather(1, torch.tensor(column)[:, None])[:, 0]
            sums[0] = sums[0] + _binary(odds, right, weight)
            counts[0] += len(token)
        for token, first, last, value, share in one.attributes:
            scores = network.att(h[token])[first:last]
            sums[1] = sums[1] + share * functional.cross_entropy(scores[None], torch.tensor([value]))
            counts[1] += 1
        if one.pairs:
            trigger, mention, code, role, right, weight, actor = zip(*one.pairs, strict=True)
            odds = network.roles(h[list(trigger)], h[list(mention)], torch.tensor(code))
            odds = odds.gather(1, torch.tensor(role)[:, None])[:, 0]
            pooled, right, weight = _pooled(odds, right, weight, torch.tensor(actor))
            sums[2] = sums[2] + _binary(pooled, right, weight)
            counts[2] += sum(weight)
        tags = functional.cross_entropy(network.prov(h), one.terms, reduction="none")
        sums[3] = sums[3] + (tags * one.term_weights).sum()
        counts[3] += one.size
    parts = [s / n for s, n in zip(sums, counts, strict=True)]
    return parts[0] + 0.3 * parts[1] + parts[2] + parts[3]


def _pooled(
    odds: torch.Tensor, right: Sequence[float], weight: Sequence[float], actor: torch.Tensor
) -> tuple[torch.Tensor, list[float], list[float]]:
    """Return one row for each actor of a trigger and role: a smooth maximum over his mentions.

    Gold says who has a part, not which mention tells it. Asked of each mention alone, a pronoun two sentences on would
    have to say what only the name beside the verb can (Dietterich et al. 1997, multiple instances).
    """
    count = int(actor.max()) + 1
    top = torch.full((count,), -1e4).scatter_reduce(0, actor, odds.detach(), "amax")
    pooled = top + torch.zeros(count).index_add(0, actor, torch.exp(odds - top[actor])).log()
    rights, weights = [0.0] * count, [0.0] * count
    for n, r, w in zip(actor.tolist(), right, weight, strict=True):
        rights[n], weights[n] = max(rights[n], r), max(weights[n], w)
    return pooled, rights, weights


def _binary(odds: torch.Tensor, right: Sequence[float], weight: Sequence[float]) -> torch.Tensor:
    each = functional.binary_cross_entropy_with_logits(odds, torch.tensor(right), reduction="none")
    return (each * torch.tensor(weight)).sum()


# ---------------------------------------------------------------------------------------------- what comes out


@torch.no_grad()
def vectors(network: Network, example: Example, pieces: Encoder) -> np.ndarray:
    """Return the vectors of an article's tokens, an array of (tokens, ``SIZE``)."""
    one = Item(len(example.view.tokens), _windows(example, network, pieces), [], [], [], *_terms(example))
    return _encode(network, [one])[0].numpy().astype(np.float16)


def export(network: Network, out: Path) -> None:
    """Write the encoder, its matrices as whole numbers of eight bits, and the heads."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = out / "encoder-whole.onnx"
    torch.onnx.export(
        network,
        (torch.randint(1000, 2000, (1, 100)),),
        str(whole),
        input_names=["ids"],
        output_names=["vectors"],
        dynamic_axes={"ids": {1: "pieces"}, "vectors": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    # seven bits of eight: no kernel can overflow, so that all processors add the same whole numbers
    quantize_dynamic(
        str(whole),
        str(out / "encoder.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    whole.unlink()
    np.savez_compressed(out / "heads.npz", **{k: v.astype(np.float16) for k, v in network.heads().items()})


if __name__ == "__main__":
    raise SystemExit(main())
