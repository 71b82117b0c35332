"""The frozen types that pass between the stages. Standard library only.

Offsets everywhere are half-open ``[start, end)`` code points into ``Article.text``, which never changes after
``kg.read`` has produced it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame

ActorKind = Literal["Person", "State", "Organization", "Bloc"]
MeetingKind = Literal["Talks", "Summit", "Call", "Visit", "Media", "Meeting"]
MeetingStatus = Literal["Held", "Planned", "Proposed", "Cancelled"]
ProposalForm = Literal["Draft", "Demand", "Offer", "Plan"]
ResponseStatus = Literal["Given", "Expected", "Refused"]
ResponseForm = Literal["Written", "Oral"]
Stance = Literal["Accepted", "Rejected", "Mixed"]
Mode = Literal["Direct", "Indirect"]
ArticleForm = Literal["transcript", "interview"]
ZoneKind = Literal["headline", "standfirst", "byline", "dateline", "body", "caption", "furniture"]
PublishedFrom = Literal["metadata", "dateline", "weekday", "neighbours"]
Level = Literal["error", "warning", "info"]

UNREAL = frozenset({"denied", "unconfirmed", "counterfactual"})
"""Modalities of a predicate that the text takes back or leaves open: no reader may take it for a fact or a plan."""

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of code points in an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of ``text`` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def cover(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as the text gives it, and no more: year, month or day; or a range of such.

    Attributes:
        value: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` (the proleptic Gregorian calendar, as in xsd).
        until: the last day or month of a range, in the same form; ``None`` for a single date.
    """

    value: str
    until: str | None = None

    def __post_init__(self) -> None:
        for part in (self.value, self.until):
            if part is not None and not _DATE.fullmatch(part):
                raise ValueError(f"not a date as precise as YYYY, YYYY-MM or YYYY-MM-DD: {part!r}")

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How precise ``value`` is."""
        return {4: "year", 7: "month", 10: "day"}[len(self.value)]  # type: ignore[return-value]

    def compatible(self, other: PartialDate) -> bool:
        """Tell whether both may be the same day: one is a prefix of the other, or a range holds it."""
        if self.until or other.until:
            low, high = self.value, self.until or self.value
            start, end = other.value, other.until or other.value
            return low[: len(start)] <= end[: len(low)] and start[: len(high)] <= high[: len(start)]
        return self.value.startswith(other.value) or other.value.startswith(self.value)


# ------------------------------------------------------------------------------------------------ read


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as stored.

    Attributes:
        id: slug and hash, unique in a corpus, stable over builds (``kg.ids.article_id``); last part of its IRI.
        name: the source file's name or the record's id (``schema:identifier``).
        text: normalised once by ``kg.read``; every offset in the graph points into it.
        title: the headline as metadata gives it; ``None`` where only the text has one.
        published: the article's own date as metadata gives it or as worked out later, day precision.
        published_from: how ``published`` is known; ``None`` while it is not.
        content_hash: hex digest over the fields that extraction depends on.
        source: where it was read, for messages to people; never part of an artefact.
        form: what its text is where that is no report: turns of speakers.
    """

    id: str
    name: str
    text: str
    title: str | None = None
    published: str | None = None
    published_from: PublishedFrom | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    content_hash: str = ""
    source: str = ""
    form: ArticleForm | None = None


# ------------------------------------------------------------------------------------------------ annotate


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the page with one role. Zones do not overlap and are in order; they cover all non-blank text."""

    kind: ZoneKind
    span: Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its analysis (Universal POS, Penn tag, ClearNLP dependency labels as spaCy's English models use).

    Attributes:
        i: index into ``Document.tokens``; ``head`` is such an index too (a root is its own head).
        entity: label of the named entity that the token is in, or ``""``.
        morph: ``Feature=Value|…`` in the order of the model.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""
    morph: str = ""

    def lower_is(self, word: str) -> bool:
        """Tell whether the token is ``word`` but for case."""
        return self.text.lower() == word


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``first`` and ``last`` delimit its tokens, half-open, in ``Document.tokens``.

    Attributes:
        paragraph: number of its paragraph in the document.
    """

    id: int
    span: Span
    first: int
    last: int
    zone: ZoneKind
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A name as the language model found it (OntoNotes labels)."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression with its TIMEX3 value (TimeML 1.2.1).

    Attributes:
        value: TIMEX3 value (``2022-01-10``, ``2022-W03``, ``2022-SU``, ``PRESENT_REF`` …) or ``None``.
        date: the value as a date or range usable in the graph; ``None`` where it fixes none.
        kind: TIMEX3 type: ``DATE``, ``TIME``, ``DURATION`` or ``SET``.
    """

    span: Span
    value: str | None
    date: PartialDate | None
    kind: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks. ``outer`` includes the marks, ``inner`` does not.

    Attributes:
        continues: an opening mark with no closing one, the quotation runs on in the next paragraph.
    """

    outer: Span
    inner: Span
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its linguistic analysis. Furniture is in ``zones`` but has no sentences and no tokens."""

    article: Article
    zones: tuple[Zone, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[Token, ...] = ()
    entities: tuple[NamedEntity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quotations: tuple[Quotation, ...] = ()


# ------------------------------------------------------------------------------------------------ clauses


@dataclass(frozen=True, slots=True)
class Argument:
    """One filler of a predicate.

    Attributes:
        role: ``agent``, ``patient``, ``recipient``, ``content`` (clausal complement), ``attribute``, ``time``, or the
            preposition that brings it (``with``, ``between``, ``to``, ``from``, ``on``, ``in``, ``for``, ``by``, …).
        head: token index of the filler's head. Coordinated fillers are separate arguments of one role.
        span: the filler's own text without its further conjuncts.
        predicate: index of the predicate that the filler is the head of, where the filler is a clause or event noun.
    """

    role: str
    head: int
    span: Span
    predicate: int | None = None


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb, event noun or predicative adjective with its arguments in normalised roles.

    Passive, relative clauses, control, raising, coordination, apposition and light verbs are undone already.

    Attributes:
        index: place in ``Clauses.predicates``.
        lemma: of the head, with its particle ("sit down", "call on" is ``call`` with role ``on``).
        kind: part of speech of the head.
        head: token index of the head.
        span: from the first to the last token of the predicate's subtree.
        tense: ``past``, ``present`` or ``future``; ``none`` for infinitives and nouns without a light verb.
        modality: modal or matrix that takes the predicate out of the asserted world: ``may``, ``would``, ``should``,
            ``must``, ``can``, ``hope``, ``want``, ``plan``, ``propose``, ``ask``, ``alleged``; ``denied`` ("denied
            that"), ``unconfirmed`` ("has not confirmed that", "rumours that") and ``counterfactual`` ("had X met",
            "instead of meeting"), see ``UNREAL``; ``""`` if asserted.
        negated: the text denies it (not, never, no, refused to, failed to).
        conditional: it stands in or under an if-clause.
        governor: index of the predicate whose content or modifier this is.
        relation: dependency label towards the governor (``ccomp``, ``xcomp``, ``relcl``, ``advcl``, ``conj``, …).
        light: lemma of the light verb ("hold" of "held talks") that was merged, else ``""``.
    """

    index: int
    lemma: str
    kind: Literal["verb", "noun", "adjective"]
    head: int
    sentence: int
    span: Span
    arguments: tuple[Argument, ...] = ()
    tense: Literal["past", "present", "future", "none"] = "none"
    aspect: Literal["simple", "perfect", "progressive"] = "simple"
    modality: str = ""
    negated: bool = False
    conditional: bool = False
    passive: bool = False
    governor: int | None = None
    relation: str = ""
    light: str = ""

    def role(self, *names: str) -> tuple[Argument, ...]:
        """Return the arguments in any of the named roles, in text order."""
        return tuple(a for a in self.arguments if a.role in names)


@dataclass(frozen=True, slots=True)
class Clauses:
    """All predicates of a document.

    Attributes:
        of_token: a head token's index → its predicate's index.
        doc: the document with the parse as mended; whoever reads the tree beside the predicates reads this one.
    """

    predicates: tuple[Predicate, ...] = ()
    of_token: dict[int, int] = field(default_factory=dict)
    doc: Document | None = None


# ------------------------------------------------------------------------------------------------ extract


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that denotes an actor of the article.

    Attributes:
        actor: key of the ``ActorClaim`` that it denotes.
        head: token index of the mention's head.
        kind: ``name``, ``metonym`` ("Moscow" the government), ``adjective`` ("Russian"), ``description``
            ("the alliance", "the spokesman"), ``pronoun``.
    """

    span: Span
    actor: str
    head: int
    kind: Literal["name", "metonym", "adjective", "description", "pronoun"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an article supports a claim: the words, their whole sentence, who found them and how sure.

    Attributes:
        confidence: probability, 0 to 1, that the claim as stated is what the text says.
    """

    span: Span
    sentence: Span
    extractor: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ActorClaim:
    """An actor as one article speaks of it. ``key`` is unique within the article."""

    key: str
    kind: ActorKind
    name: str
    aliases: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    gazetteer: str | None = None
    organ_of: str | None = None
    member_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PositionClaim:
    """A post that the text gives a person; ``within`` names the body or state by actor key.

    Attributes:
        other_titles: further wordings of the same post in this article.
    """

    person: str
    title: str
    within: str | None
    evidence: tuple[Evidence, ...]
    since: PartialDate | None = None
    until: PartialDate | None = None
    other_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingClaim:
    """One encounter as the article has it, all its mentions merged."""

    key: str
    kind: MeetingKind
    participants: tuple[str, ...]
    status: MeetingStatus
    evidence: tuple[Evidence, ...]
    when: PartialDate | None = None
    place: str | None = None
    host: str | None = None
    round: int | None = None
    topic: str | None = None
    outcome: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProvisionClaim:
    """One demand or term of a proposal, verbatim."""

    text: str
    evidence: tuple[Evidence, ...]
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class ProposalClaim:
    """Something put forward to another party for it to accept.

    Attributes:
        names: how the article speaks of it, where that takes a few words ("its proposals", "the draft treaty").
    """

    key: str
    proposers: tuple[str, ...]
    addressees: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    form: ProposalForm | None = None
    submitted: PartialDate | None = None
    published: PartialDate | None = None
    topic: str | None = None
    provisions: tuple[ProvisionClaim, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseClaim:
    """An answer to a proposal: given, awaited or refused. ``proposal`` is a ``ProposalClaim.key``."""

    key: str
    respondents: tuple[str, ...]
    recipients: tuple[str, ...]
    status: ResponseStatus
    evidence: tuple[Evidence, ...]
    proposal: str | None = None
    when: PartialDate | None = None
    form: ResponseForm | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class StatementClaim:
    """Who says what. ``text`` is verbatim; pieces around a reporting clause are joined by " … ".

    The first piece of ``evidence`` covers the content; one Evidence per piece.
    """

    key: str
    speaker: str
    text: str
    mode: Mode
    evidence: tuple[Evidence, ...]
    verb: str | None = None
    on_behalf_of: str | None = None
    when: PartialDate | None = None
    made_at: str | None = None
    via: str | None = None
    mentions: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A slot of a claim that two readers fill differently; a person may choose.

    Attributes:
        key: of the claim, in its extraction.
        span: words that support the claim, by which it is known when keys change.
        slot: name of the claim's field.
        rules: what the rules read, as text: a date, a name, or the value itself.
        model: what the language model read.
        kept: which of the two stands.
    """

    kind: ThingKind
    key: str
    span: Span
    slot: str
    rules: str
    model: str
    kept: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that one article supports. Immutable; a pure function of article, lexicon and model.

    Attributes:
        cites: names of the publishers or agencies that the article itself refers to.
        doubts: what two readers differ in, where two read.
    """

    article: Article
    actors: tuple[ActorClaim, ...] = ()
    positions: tuple[PositionClaim, ...] = ()
    meetings: tuple[MeetingClaim, ...] = ()
    proposals: tuple[ProposalClaim, ...] = ()
    responses: tuple[ResponseClaim, ...] = ()
    statements: tuple[StatementClaim, ...] = ()
    cites: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


# ------------------------------------------------------------------------------------------------ resolve


@dataclass(frozen=True, slots=True)
class Entity:
    """One actor of the corpus: ``id`` is the last part of its IRI, ``label`` its one preferred name."""

    id: str
    kind: ActorKind
    label: str
    wikidata: str | None = None


ThingKind = Literal["actor", "meeting", "proposal", "response", "statement"]
Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Two claims of different articles that denote one thing, or may.

    Attributes:
        one, other: ``(article id, claim key)``.
        score: probability, 0 to 1, that they are one.
        reasons: why, in words.
        merged: they were taken for one; else a person may be asked.
    """

    kind: ThingKind
    one: tuple[str, str]
    other: tuple[str, str]
    score: float
    reasons: tuple[str, ...]
    merged: bool


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """What a person decided about two claims of one kind; it wins over every score.

    ``same`` is transitive: claims that it links denote one thing. ``different`` holds between all claims linked to the
    one and all linked to the other, and says nothing of further claims. ``unsure`` changes nothing: it only keeps the
    question from being asked again.

    Attributes:
        one, other: ``(article id, claim key)``.
    """

    kind: ThingKind
    one: tuple[str, str]
    other: tuple[str, str]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which claim of which article denotes which thing of the corpus.

    Attributes:
        extractions: in the order of article ids.
        entities: actors by id.
        actor_ids, meeting_ids, proposal_ids, response_ids, statement_ids: ``(article id, claim key)`` → id, the last
            part of the thing's IRI.
        matches: what was merged over articles and how sure it is, and what is doubtful; sorted.
    """

    extractions: tuple[Extraction, ...]
    entities: dict[str, Entity]
    actor_ids: dict[tuple[str, str], str]
    meeting_ids: dict[tuple[str, str], str]
    proposal_ids: dict[tuple[str, str], str]
    response_ids: dict[tuple[str, str], str]
    statement_ids: dict[tuple[str, str], str]
    matches: tuple[Match, ...] = ()


# ------------------------------------------------------------------------------------------------ asking and showing


SHOWN = 100
"""How many rows of a table a notebook shows."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a query. Cells are strings, numbers, or ``None`` for unbound; ``columns`` are variable names."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    captions: tuple[str, ...] = ()

    @property
    def df(self) -> DataFrame:
        """The rows as a pandas ``DataFrame`` with ``columns`` as its columns; unbound cells are missing values.

        Whole numbers stay whole where some are missing (``Int64``).

        Raises:
            ModuleNotFoundError: pandas is not installed.
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                "Table.df needs pandas; install it with: pip install 'parley-kg[notebook]'", name=error.name
            ) from None
        frame = pandas.DataFrame.from_records(list(self.rows), columns=list(self.columns))
        for i, name in enumerate(self.columns):
            cells = [row[i] for row in self.rows]
            if None in cells and any(cells) and all(cell is None or isinstance(cell, int) for cell in cells):
                frame[name] = pandas.Series(cells, dtype="Int64")
        return frame

    def __str__(self) -> str:
        """The rows as a table of plain text, the first ``SHOWN`` of many; long cells are cut."""
        heads = list(self.captions or self.columns)
        shown = [[_plain(cell) for cell in row] for row in self.rows[:SHOWN]]
        widths = [max([len(head), *(len(row[i]) for row in shown)]) for i, head in enumerate(heads)]
        numbers = [
            bool(shown) and all(isinstance(row[i], int | float | None) for row in self.rows[:SHOWN])
            for i in range(len(heads))
        ]

        def line(cells: list[str]) -> str:
            columns = zip(cells, widths, numbers, strict=True)
            return "  ".join(
                cell.rjust(width) if number else cell.ljust(width) for cell, width, number in columns
            ).rstrip()

        count = len(self.rows)
        told = f"{count:,} {'row' if count == 1 else 'rows'}"
        if count > SHOWN:
            told = f"the first {SHOWN} of {told}; .df or .rows has all"
        return "\n".join(
            [line(heads), line(["-" * width for width in widths]), *map(line, shown), f"({told})"]
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: the rows as an HTML table, the first ``SHOWN`` of many."""

        def cell(value: str | int | float | None) -> str:
            if isinstance(value, int | float):
                return f'<td style="text-align: right">{value:,}</td>'
            return f'<td style="text-align: left">{"" if value is None else html.escape(value)}</td>'

        heads = "".join(
            f'<th style="text-align: left">{html.escape(head)}</th>' for head in self.captions or self.columns
        )
        rows = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in self.rows[:SHOWN])
        count = len(self.rows)
        told = f"{count:,} {'row' if count == 1 else 'rows'}"
        if count > SHOWN:
            told = f"the first {SHOWN} of {told}; .df has all"
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>{told}</p>"


def _plain(cell: str | int | float | None) -> str:
    """Return a cell on one line of at most 60 characters, as ``Table.__str__`` shows it."""
    text = "" if cell is None else f"{cell:,}" if isinstance(cell, int | float) else " ".join(cell.split())
    return text if len(text) <= 60 else f"{text[:59]}…"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that a person should know of: where, what, and what to do about it."""

    level: Level
    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


# ------------------------------------------------------------------------------------------ the actor network


@dataclass(frozen=True, slots=True, order=True)
class TieEvidence:
    """The words of one article that support a tie or an actor, ready to be shown.

    Attributes:
        start: where ``quote`` begins in the article's text, for order.
        article: the article's IRI; ``title`` is its headline, or its file's name where it has none.
        confidence: probability, 0 to 1.
    """

    published: str
    article: str
    start: int
    sentence: str
    quote: str
    title: str
    publisher: str = ""
    url: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TieEvent:
    """One thing that makes ties: a meeting, proposal, response, statement or position, or a plain relation.

    Attributes:
        id: the thing's IRI; for a plain relation subject, property and object in one string.
        caption: words that tell it from its like: a meeting's kind, place and topic; a position's title.
        date: as precise as the graph has it, earliest first where articles differ; ``""`` where none has one.
        details: pairs of caption and value, in the order of ``ontology/display.ttl``.
        kind: IRI of the kind of event in ``ontology/display.ttl``; ``""`` for a plain relation.
        until: last day of a range; ``status``, ``stance``: local names of the values (``Held``, ``Rejected``).
        disputes: where articles contradict one another about it: the aspect, the two claims, and for each article that
            makes one of them its words.
    """

    id: str
    caption: str
    date: str
    details: tuple[tuple[str, str], ...]
    evidence: tuple[TieEvidence, ...]
    kind: str = ""
    until: str = ""
    status: str = ""
    stance: str = ""
    disputes: tuple[tuple[str, tuple[str, ...], tuple[tuple[TieEvidence, ...], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """Everything of one relation between two actors.

    Attributes:
        source, target: actor IRIs; in their order as text where the tie is not ``directed``.
        relation: IRI of the kind of tie in ``ontology/display.ttl``; ``label`` is its caption.
        caption: what is written on the tie: the label, or an office's title.
        weight: number of events times the weight of the relation.
    """

    source: str
    target: str
    relation: str
    label: str
    caption: str
    directed: bool
    weight: float
    events: tuple[TieEvent, ...]

    @property
    def count(self) -> int:
        """Number of events behind the tie."""
        return len(self.events)

    @property
    def dates(self) -> tuple[str, ...]:
        """Dates of the events, in order, each once."""
        return tuple(sorted({event.date for event in self.events if event.date}))

    @property
    def evidence(self) -> tuple[TieEvidence, ...]:
        """All evidence of the events, oldest article first, each once."""
        return tuple(sorted({piece for event in self.events for piece in event.evidence}))


@dataclass(frozen=True, slots=True)
class ActorNode:
    """A node of a view with what may be shown of it: an actor, or a meeting, proposal, provision.

    Attributes:
        id: the node's IRI.
        kind: IRI of the kind in ``ontology/display.ttl`` (``kg:State`` …).
        degree: number of actors that it has a tie with; ``betweenness`` is normalised to 0–1.
        statements: number of statements of which it is the speaker, or that are about it if it is no actor.
        events: what ties it to nobody: statements that mention no one, titles without a body.
        evidence: the places that name it.
        date, status: those of a meeting, proposal or provision; ``""`` for actors.
        named: whether it has a name of its own; "officials" and "market sources" have none.
    """

    id: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    degree: int = 0
    betweenness: float = 0.0
    statements: int = 0
    events: tuple[TieEvent, ...] = ()
    evidence: tuple[TieEvidence, ...] = ()
    date: str = ""
    status: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class Affair:
    """A negotiation thread as one chooses it among many.

    Attributes:
        id: IRI of the ``kg:Negotiation``; ``name`` is its label, ``aliases`` its other names.
        sides, mediators: IRIs of actors; the busiest side first.
        parts: IRIs of its meetings, proposals and answers; ``articles`` those of the articles that tell of them.
        first, last: the days of its first and last dated event, as precise as known; ``""`` for none.
        told: the day of the last article that tells of it, ``""`` if none has one.
        meetings, proposals, answers: how many of each it has; ``open`` of the proposals wait for an answer.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    told: str = ""
    meetings: int = 0
    proposals: int = 0
    answers: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class ActorNetwork:
    """One view of a graph: its nodes, the best connected first, and its ties in the order of their ends.

    Attributes:
        view: name of the view in ``ontology/display.ttl``.
    """

    actors: tuple[ActorNode, ...]
    ties: tuple[Tie, ...]
    view: str = "actors"

    def to_networkx(self) -> MultiDiGraph[str]:
        """Return the network as a networkx graph: actor IRIs as nodes, relation IRIs as edge keys.

        All attributes are text or numbers, so that every writer of networkx takes them.
        """
        import networkx  # here and not above: the types themselves need the standard library alone

        graph: MultiDiGraph[str] = networkx.MultiDiGraph()
        for actor in self.actors:
            graph.add_node(
                actor.id,
                label=actor.label,
                kind=re.split("[#/]", actor.kind)[-1],
                aliases="; ".join(actor.aliases),
                degree=actor.degree,
                betweenness=actor.betweenness,
                statements=actor.statements,
            )
        for tie in self.ties:
            graph.add_edge(
                tie.source,
                tie.target,
                key=tie.relation,
                relation=tie.label,
                label=tie.caption,
                directed=int(tie.directed),
                count=tie.count,
                weight=tie.weight,
                first=tie.dates[0] if tie.dates else "",
                last=tie.dates[-1] if tie.dates else "",
                evidence=len(tie.evidence),
            )
        return graph
