"""The search for personal data before publishing, field by field, and the writing over of what it finds.

What is found is said by `wording`; a value is never repeated in what this gives for the report, only how it begins and
how long it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from moothall.kit.personal_data import masked
from moothall.recipes.transparency.problems import Place
from moothall.recipes.transparency.template import Row, Scan, TransparencySet, Value
from moothall.recipes.transparency.wording import (
    Grade,
    Span,
    forms_in,
    is_of_individuals,
    payee_in,
    wording_in,
)
from moothall.reference.transparency_code import redacted_name, redacted_words

_PROSE = (Scan.WORDS, Scan.FORMS)


@dataclass(frozen=True, slots=True)
class Hit:
    """One field of one row with personal data in it, as the report may show it."""

    place: Place
    column: str
    grade: Grade
    kinds: tuple[str, ...]
    why: str
    shown: str  # masked
    suggested: str
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """What was written over: for the private list only."""

    place: Place
    column: str
    before: str
    after: str
    kinds: tuple[str, ...]


def search(one: TransparencySet, rows: Sequence[Row]) -> list[Hit]:
    """Every field with personal data, in the order of the rows; one line a field."""
    return [_hit(row, column, found) for row in rows for column, found in _found(one, row)]


def redact(one: TransparencySet, rows: Sequence[Row]) -> tuple[list[Row], list[Hit], list[Original]]:
    """The rows with markers over what was found, what was found, and the private list of what stood there."""
    clean: list[Row] = []
    hits: list[Hit] = []
    originals: list[Original] = []
    for row in rows:
        changes: dict[str, Value] = {}
        for column, found in _found(one, row):
            before = row.words(column)
            after = _written_over(before, found)
            changes[column] = after
            hit = replace(_hit(row, column, found), redacted=True)
            hits.append(hit)
            originals.append(Original(row.place, column, before, after, hit.kinds))
            if after == redacted_name() and (number := row.index.get("BeneficiaryOtherID")) is not None:
                known = row.values[number]
                if isinstance(known, str):  # it would join the payments of one person up again
                    changes["BeneficiaryOtherID"] = None
                    originals.append(Original(row.place, "BeneficiaryOtherID", known, "", hit.kinds))
        clean.append(row.changed(changes) if changes else row)
    return clean, hits, originals


def _found(one: TransparencySet, row: Row) -> Iterator[tuple[str, tuple[Span, ...]]]:
    pairs = [(it, value) for it, value in zip(one.fields, row.values, strict=True) if isinstance(value, str)]
    about = is_of_individuals(" ".join(value for it, value in pairs if it.scan in _PROSE))
    for it, value in pairs:
        if it.scan is Scan.NONE:
            continue
        found = [span for span in forms_in(value) if span.kind not in it.allows]
        if it.scan is Scan.PAYEE:
            grade = Grade.MUST if found else Grade.LOOK
            found = [replace(whole, grade=grade) for whole in payee_in(value, about)] or found
        elif it.scan is Scan.WORDS:
            found += wording_in(value, about)
        if found:
            yield it.name, _apart(found)


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that do not overlap, from left to right: a form before wording, a longer before a shorter."""
    kept: list[Span] = []
    for it in sorted(spans, key=lambda it: (it.grade is Grade.LOOK, it.start - it.end)):
        if all(it.end <= other.start or it.start >= other.end for other in kept):
            kept.append(it)
    return tuple(sorted(kept, key=lambda it: it.start))


def _hit(row: Row, column: str, found: tuple[Span, ...]) -> Hit:
    text = row.words(column)
    grade = Grade.MUST if any(it.grade is Grade.MUST for it in found) else Grade.LOOK
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return Hit(
        row.place,
        column,
        grade,
        tuple(dict.fromkeys(it.kind for it in found)),
        "; ".join(dict.fromkeys(it.why for it in found)),
        ", ".join(masked(text[it.start : it.end]) for it in found),
        f"Write '{redacted_name()}' for the whole." if whole else f"Write '{redacted_words()}' over it.",
    )


def _written_over(text: str, found: tuple[Span, ...]) -> str:
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return redacted_name()
    for it in reversed(found):
        text = text[: it.start] + redacted_words() + text[it.end :]
    return text
