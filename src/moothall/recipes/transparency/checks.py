"""The checks that sets share. Each says what is wrong without repeating a value, and what to do."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from moothall.recipes.transparency.problems import Place, Problem, Severity
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import (
    COMMON,
    Check,
    Kind,
    Need,
    Row,
    TransparencySet,
)
from moothall.reference import transparency_code

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_KINDS = {
    Kind.DATE: ("is not a date", "write it as 2026-03-31 or 31/03/2026"),
    Kind.MONEY: ("is not an amount", "write digits, such as 1234.50, with - before what is negative"),
    Kind.NUMBER: ("is not a number", "write digits, such as 12.5"),
    Kind.WHOLE: ("is not a whole number", "write digits, such as 12"),
}
_REDACTED = re.compile(r"redact|withheld|personal data|not disclosed|x{4,}|\*{3,}", re.I)
_CREDIT_NOTE = re.compile(r"\b(?:credit|cr) notes?\b", re.I)


def problem(
    check: str, severity: Severity, said: str, mend: str, row: Row | None = None, column: str = ""
) -> Problem:
    """One problem at one row, or of the set as a whole."""
    return Problem(check, severity, said, mend, () if row is None else (row.place,), column)


def every(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    """What holds of every set: its columns' kinds, what must not be blank, rows given twice, and its own checks."""
    if not rows:
        said = "There is no row to publish."
        mend = "Check the period and the file; a set that does not apply is left out, not published empty."
        yield problem("empty", ERROR, said, mend)
        return
    yield from _cells(one, rows)
    if one.own_rows:
        yield from _twice(rows)
    for check in one.checks:
        yield from check(one, rows, rules)


def _cells(one: TransparencySet, rows: Sequence[Row]) -> Iterator[Problem]:
    for place, it in enumerate(one.fields):
        blank = [row.place for row in rows if row.values[place] is None]
        if blank and it.need is Need.MUST:
            mend = f"fill in {it.name} ({_lower(it.about)}) in these rows"
            if it.name in COMMON:
                mend += ", or say it with " + {"EffectiveDate": "--quarter or --to"}.get(it.name, "--council")
            yield Problem("blank", ERROR, f"{it.name} is blank.", _sentence(mend), tuple(blank), it.name)
        elif blank and it.need is Need.SHOULD:
            if len(blank) == len(rows):
                said = f"The file has no {it.name} ({_lower(it.about)}), which the Code asks for."
                yield Problem("column missing", WARNING, said, "Add the column.", (), it.name)
            else:
                said = f"{it.name} is blank; the Code asks for it."
                yield Problem("blank", WARNING, said, "Fill it in where it is known.", tuple(blank), it.name)
        if it.kind in _KINDS:
            bad = tuple(row.place for row in rows if isinstance(row.values[place], str))
            if bad:
                said, mend = _KINDS[it.kind]
                yield Problem("kind", ERROR, f"{it.name} {said}.", _sentence(mend), bad, it.name)
        if it.kind is Kind.WHOLE:
            parts = tuple(
                row.place
                for row in rows
                if isinstance(value := row.values[place], Decimal) and value != value.to_integral_value()
            )
            if parts:
                said, mend = _KINDS[it.kind]
                yield Problem("kind", ERROR, f"{it.name} {said}.", _sentence(mend), parts, it.name)


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    """Rows that are the same in every column. Lines of one transaction in one file often are, and are only counted."""
    files: dict[tuple[object, ...], str] = {}
    again: list[Place] = []
    alike: list[Place] = []
    for row in rows:
        before = files.get(row.values)
        if before is None:
            files[row.values] = row.place.file
        elif (
            before == row.place.file
            and "TransactionNumber" in row.index
            and row["TransactionNumber"] is not None
        ):
            alike.append(row.place)
        else:
            again.append(row.place)
    if again:
        said = "A row is the same in every column as one before it."
        mend = "Take it out if it is the same payment or thing twice."
        yield Problem("duplicate row", WARNING, said, mend, tuple(again))
    if alike:
        said = f"{len(alike):,} rows are like another line of their transaction in every column that is published."
        yield Problem(
            "lines alike", Severity.NOTICE, said, "Nothing needs doing: an invoice may have equal lines."
        )


def in_period(column: str) -> Check:
    """The date of each row is in the period; a row of another day has been let through only by having no date."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        late = tuple(row.place for row in rows if (day := row.day(column)) and day > rules.on)
        if late:
            said = f"{column} is after the day of publishing."
            yield Problem("future date", ERROR, said, "Correct the date.", late, column)

    return check


def redaction(column: str) -> Check:
    """A name that has been redacted is written in one of the spellings of the list, and not in a private one."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        odd = tuple(
            row.place for row in rows if looks_redacted(name := row.words(column)) and not is_marker(name)
        )
        if odd:
            said = f"{column} looks redacted, in a spelling that is not on the list of markers."
            mend = f"Write '{transparency_code.redacted_name()}' in its place."
            yield Problem("redaction marker", WARNING, said, mend, odd, column)

    return check


def is_marker(name: str) -> bool:
    """Whether a name is a redaction marker of the list."""
    return " ".join(name.split()).upper() in transparency_code.redaction_markers()


def looks_redacted(name: str) -> bool:
    """Whether a name seems to stand for one that was taken out, in any spelling."""
    return is_marker(name) or bool(_REDACTED.search(name) and len(name.split()) <= 5)


def credit_notes(amount: str, *texts: str) -> Check:
    """What is called a credit note is negative."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        wrong = tuple(
            row.place
            for row in rows
            if (value := row.number(amount)) is not None
            and value > 0
            and any(_CREDIT_NOTE.search(row.words(text)) for text in texts)
        )
        if wrong:
            said = "The words say that this is a credit note, and the amount is not negative."
            yield Problem("credit note", WARNING, said, "Give a credit note a minus sign.", wrong, amount)

    return check


def not_negative(*columns: str) -> Check:
    """Counts and amounts that cannot be below nought."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        for column in columns:
            wrong = tuple(
                row.place for row in rows if (value := row.number(column)) is not None and value < 0
            )
            if wrong:
                yield Problem(
                    "negative", ERROR, f"{column} is below nought.", "Correct the number.", wrong, column
                )

    return check


def not_above(column: str, limit: str) -> Check:
    """One number is no more than another of its row, as full-time equivalents and people are."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        wrong = tuple(
            row.place
            for row in rows
            if (part := row.number(column)) is not None
            and (whole := row.number(limit)) is not None
            and part > whole
        )
        if wrong:
            said = f"{column} is more than {limit}, of which it is a part."
            yield Problem("part above whole", ERROR, said, "Correct one of the two.", wrong, column)

    return check


def in_order(first: str, last: str) -> Check:
    """One day is not after another."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        wrong = tuple(
            row.place for row in rows if (start := row.day(first)) and (end := row.day(last)) and start > end
        )
        if wrong:
            said = f"{first} is after {last}."
            yield Problem("dates in order", ERROR, said, "Correct one of the two dates.", wrong, first)

    return check


def pattern(column: str, shape: str, said: str, mend: str, severity: Severity = ERROR) -> Check:
    """A code has the form it should."""
    form = re.compile(shape)

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        wrong = tuple(
            row.place for row in rows if (text := row.words(column).strip()) and not form.fullmatch(text)
        )
        if wrong:
            yield Problem("form", severity, said, mend, wrong, column)

    return check


def chosen(column: str, *words: str, severity: Severity = WARNING) -> Check:
    """A text is one of a few words; case does not matter."""
    allowed = {it.casefold() for it in words}

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        wrong = tuple(
            row.place
            for row in rows
            if (text := " ".join(row.words(column).split()).casefold()) and text not in allowed
        )
        if wrong:
            said = f"{column} is none of the words it should be."
            yield Problem("choice", severity, said, f"Write one of: {', '.join(words)}.", wrong, column)

    return check


def percentage_of(column: str, part: str, whole: str, within: Decimal) -> Check:
    """A printed percentage agrees with the two numbers it is made of, in per cent, to `within`."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        wrong = []
        for row in rows:
            said, above, below = row.number(column), row.number(part), row.number(whole)
            if said is not None and above is not None and below and abs(above * 100 / below - said) > within:
                wrong.append(row.place)
        if wrong:
            text = f"{column} is not {part} as a percentage of {whole}."
            yield Problem("arithmetic", ERROR, text, "Correct one of the three.", tuple(wrong), column)

    return check


def adds_up(whole: str, *parts: str, within: Decimal = Decimal(0)) -> Check:
    """Parts of a row make its whole, to `within`."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        wrong = []
        for row in rows:
            values = [row.number(it) for it in parts]
            total = row.number(whole)
            made = sum((it for it in values if it is not None), Decimal(0))
            if total is not None and None not in values and abs(made - total) > within:
                wrong.append(row.place)
        if wrong:
            said = f"{', '.join(parts)} do not make {whole}."
            yield Problem("arithmetic", ERROR, said, "Correct the one that is wrong.", tuple(wrong), whole)

    return check


_BAND = re.compile(r"£?([\d,]+(?:\.00)?)\s*(?:-|–|to)\s*£?([\d,]+(?:\.\d\d)?)", re.I)
_OPEN_BAND = re.compile(r"£?([\d,]+)\s*(?:\+|and over|and above|or more)", re.I)


def band(text: str) -> tuple[int, int | None] | None:
    """The pounds that a band begins and ends with: '£50,000 - £54,999'; no end for '150,000+'; None for no band."""
    if it := _BAND.fullmatch(text.strip()):
        return int(it[1].replace(",", "").split(".")[0]), int(it[2].replace(",", "").split(".")[0])
    if it := _OPEN_BAND.fullmatch(text.strip()):
        return int(it[1].replace(",", "")), None
    return None


def bands(column: str, severity: Severity, lowest: bool = True) -> Check:
    """Bands are £5,000 wide and begin at a multiple of it, from £50,000 (the Code's amounts)."""

    def check(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
        width, start = int(rules.amount("salary-band")), int(rules.amount("salary-from"))
        for row in rows:
            if not (text := row.words(column)):
                continue
            found = band(text)
            if found is None:
                said, mend = f"{column} is not a band.", "Write it as 50000 - 54999."
            elif found[0] % width or (found[1] is not None and found[1] - found[0] not in (width - 1, width)):
                said, mend = (
                    f"{column} is not a band of £{width:,}.",
                    "Correct it to one such as 50000 - 54999.",
                )
            elif lowest and found[0] < start:
                said, mend = f"{column} is below £{start:,}, where the bands begin.", "Leave the row out."
            else:
                continue
            yield problem("band", severity, said, mend, row, column)

    return check


def by_day(rows: Sequence[Row], column: str = "EffectiveDate") -> Iterator[tuple[date | None, list[Row]]]:
    """The rows of each day, in order of days: annual files hold several years."""
    days: dict[date | None, list[Row]] = {}
    for row in rows:
        days.setdefault(row.day(column), []).append(row)
    yield from sorted(days.items(), key=lambda it: it[0] or date.min)


def steps(values: Sequence[int], width: int) -> bool:
    """Whether numbers in order go up by one width each."""
    return all(after - before == width for before, after in pairwise(sorted(values)))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
