"""How the cost of resolution grows with the number of claims: synthetic articles of one invented negotiation.

    python benchmarks/resolve.py 1000 10000 100000

Every article speaks of a few of the same states, persons, meetings and packages, as the news of one affair does, so
that blocks grow with the corpus; new days, rounds and packages come with it.
"""

from __future__ import annotations

import datetime
import random
import sys
import time

from kg.model import (
    ActorClaim,
    Article,
    Evidence,
    Extraction,
    MeetingClaim,
    PartialDate,
    PositionClaim,
    ProposalClaim,
    ResponseClaim,
    Span,
    StatementClaim,
)
from kg.resolve import resolve

STATES = ("norway", "sweden", "denmark", "iceland", "finland", "estonia")
GIVEN = ("Erik", "Siv", "Jon", "Ada", "Olof", "Maja", "Nils", "Vera")
FAMILY = ("Holm", "Dahl", "Berg", "Lund", "Strand", "Vik", "Moe", "Lie", "Foss", "Haug")
PLACES = ("Oslo", "Geneva", "Vienna", None)
CLAIMS = 10
_EVIDENCE = (Evidence(Span(0, 1), Span(0, 1), "synthetic/1", 0.9),)


def article(n: int, rng: random.Random, days: int) -> Extraction:
    """Return one synthetic article with about ``CLAIMS`` claims."""
    day = datetime.date(2001, 1, 1) + datetime.timedelta(days=rng.randrange(days))
    one, other = rng.sample(STATES, 2)
    person = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
    met = day - datetime.timedelta(days=rng.randrange(3))
    when = (PartialDate(met.isoformat()), PartialDate(met.isoformat()[:7]), None)[rng.choice((0, 0, 0, 1, 2))]
    submitted = (day.replace(day=1)).isoformat() if rng.random() < 0.3 else None
    said = f"the {rng.choice(PLACES) or 'next'} talks of day {day.toordinal() % 97} must bring a result for {one}"
    return Extraction(
        Article(f"a{n:06}", f"a{n}", "x", published=day.isoformat()),
        actors=(
            ActorClaim("s", "State", one.title(), (), _EVIDENCE, gazetteer=one),
            ActorClaim("t", "State", other.title(), (), _EVIDENCE, gazetteer=other),
            ActorClaim("p", "Person", person, (), _EVIDENCE),
            ActorClaim("m", "Organization", "Foreign Ministry", (), _EVIDENCE, organ_of="s"),
        ),
        positions=(PositionClaim("p", "minister", "m", _EVIDENCE),),
        meetings=(
            MeetingClaim("k", "Talks", ("s", "t"), "Held", _EVIDENCE, when=when, place=rng.choice(PLACES)),
            MeetingClaim("l", "Call", ("p", "t"), "Held", _EVIDENCE, when=PartialDate(day.isoformat())),
        ),
        proposals=(
            ProposalClaim(
                "b",
                ("s",),
                ("t",),
                _EVIDENCE,
                form="Draft",
                submitted=PartialDate(submitted) if submitted else None,
                names=("its proposals",),
            ),
        ),
        responses=(
            ResponseClaim(
                "r", ("t",), ("s",), "Given", _EVIDENCE, proposal="b", when=PartialDate(day.isoformat())
            ),
        ),
        statements=(
            StatementClaim("q", "p", said, "Indirect", _EVIDENCE, when=PartialDate(day.isoformat())),
        ),
    )


def measure(claims: int) -> float:
    """Return the seconds that resolving so many claims takes."""
    rng = random.Random(claims)
    count = max(claims // CLAIMS, 1)
    found = [article(n, rng, days=max(30, count // 10)) for n in range(count)]
    start = time.perf_counter()
    resolve(found)
    return time.perf_counter() - start


def main(sizes: list[int]) -> None:
    """Print one row for each number of claims."""
    print(f"{'claims':>8} {'seconds':>8} {'per 1,000':>10}")
    for size in sizes:
        seconds = measure(size)
        print(f"{size:>8} {seconds:>8.2f} {1000 * seconds / size:>10.4f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
