"""What the review keeps of one plan: enough to count, to quote and to search; and its stored form."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from moothall.engines.text.found import ClaimKind, Status
from moothall.engines.text.sentences import sentences
from moothall.kit.numbers import plain
from moothall.kit.papers.paper import Kind
from moothall.recipes.plan_reading import PlanReading
from moothall.recipes.sector_review.councils import Council, council_in_name, council_of

FORM = 3  # of the stored form; a digest in another form is made again


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence of a plan, where it stands, what it claims ('saving', 'barrier' …) and the figures it states."""

    text: str
    passage: int
    line: int
    page: int | None
    section: str
    claims: tuple[str, ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptSaving:
    """A saving stated in pounds. `value` is the exact decimal; `basis` as in `engines.text.found.Basis`."""

    value: str
    text: str
    comparator: str
    period: str
    basis: str
    sentence: str
    passage: int
    line: int
    page: int | None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    status: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One plan of the review."""

    file: str
    sha256: str
    council: str
    tier: str
    region: str
    words: int
    pages: int | None
    coverage: dict[str, KeptAnswer]
    sentences: tuple[Kept, ...]
    savings: tuple[KeptSaving, ...]

    def as_json(self) -> str:
        return json.dumps({"form": FORM, **asdict(self)}, ensure_ascii=False)


def digest(reading: PlanReading, *, file: str, sha256: str, councils: tuple[Council, ...]) -> Digest:
    """Keeps what the review needs of a plan that was read."""
    council = (
        council_of(reading.passages, councils)
        or council_of(reading.paper.passages, councils)
        or council_in_name(file, councils)
    )
    return Digest(
        file=file,
        sha256=sha256,
        council=council.name if council else "",
        tier=council.tier if council else "",
        region=council.region if council else "",
        words=reading.words,
        pages=reading.pages,
        coverage={
            id: KeptAnswer(str(it.status), it.passages if it.status is not Status.ABSENT else ())
            for id, it in reading.coverage.items()
        },
        sentences=tuple(_sentences(reading)),
        savings=tuple(_savings(reading)),
    )


def from_json(text: str) -> Digest | None:
    """A stored digest; None where it is in another form, or is no digest at all."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data.pop("form", None) != FORM:
            return None
        data["coverage"] = {
            id: KeptAnswer(it["status"], tuple(it["passages"])) for id, it in data["coverage"].items()
        }
        data["sentences"] = tuple(
            Kept(**{**it, "claims": tuple(it["claims"]), "figures": tuple(it["figures"])})
            for it in data["sentences"]
        )
        data["savings"] = tuple(KeptSaving(**it) for it in data["savings"])
        return Digest(**data)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _sentences(reading: PlanReading) -> list[Kept]:
    claimed: dict[tuple[int, str], list[str]] = {}
    for claim in reading.claims:
        claimed.setdefault((claim.passage, claim.sentence), []).append(str(claim.kind))
    figures = reading.figures_by_passage
    kept, section = [], ""
    for passage in reading.passages:
        if passage.kind is Kind.HEADING:
            section = passage.text
            continue
        for start, end in sentences(passage.text):
            text = passage.text[start:end].strip()
            claims = tuple(claimed.get((passage.number, text), ()))
            stated = tuple(it.text for it in figures.get(passage.number, ()) if start <= it.start < end)
            kept.append(Kept(text, passage.number, passage.line, passage.page, section, claims, stated))
    return kept


def _savings(reading: PlanReading) -> list[KeptSaving]:
    """Every saving that states pounds; a figure in two claims of one sentence counts once."""
    found: dict[tuple[int, int], KeptSaving] = {}
    for claim in reading.claims:
        if claim.kind is not ClaimKind.SAVING:
            continue
        passage = reading.passage(claim.passage)
        for figure in claim.figures:
            if figure.unit == "GBP":
                found[figure.passage, figure.start] = KeptSaving(
                    value=plain(figure.value),
                    text=figure.text,
                    comparator=str(figure.comparator),
                    period=figure.period,
                    basis=str(claim.basis or "unclear"),
                    sentence=claim.sentence,
                    passage=claim.passage,
                    line=passage.line,
                    page=passage.page,
                )
    return [found[key] for key in sorted(found)]
