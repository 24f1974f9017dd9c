"""The validation report: a document for people, and values for JSON. No personal value stands in either."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    List,
    Notice,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import counted, plain_or_none
from moothall.recipes.transparency.problems import Place, Problem
from moothall.recipes.transparency.publishing import LICENCE, LICENCE_URL, Publication, SetResult
from moothall.recipes.transparency.wording import Grade

MOST_PLACES = 10  # of one problem; all of them are in the JSON
MOST_FIELDS = 100  # of one set, with personal data
_YES = {
    "published": "Published",
    "published despite errors": "Published despite errors",
    "not published": "Not published",
}


def report(done: Publication) -> Document:
    """What was published and what was not, with each problem, where it is and what to do."""
    council = done.rules.council or "the council"
    return Document(
        title="Transparency Code: what was checked before publishing",
        blocks=anchored([*_opening(done), *(block for it in done.sets for block in _set(it))]),
        date=done.rules.on,
        subject=f"{council[:1].upper()}{council[1:]}"
        + (f", {done.rules.period}" if done.rules.period else ""),
        footer="Values taken for personal data are masked: look them up by file and row.",
    )


def _opening(done: Publication) -> Iterator[Block]:
    went, all_ = len(done.sets) - len(done.stopped), len(done.sets)
    yield _said(f"{went} of {counted(all_, 'set')} published.")
    if done.stopped:
        names = ", ".join(it.set.title for it in done.stopped)
        yield Notice(
            (
                _said(
                    f"Not published, because of errors: {names}. Mend what is listed below and run it again."
                ),
            )
        )
    rows = [
        (
            it.set.title,
            _YES[it.status],
            it.rows,
            _money(it.total),
            it.set.total or "–",
            it.errors,
            sum(one.severity == "warning" for one in it.problems),
            spoken_date(it.due) if it.due else it.set.due,
        )
        for it in done.sets
    ]
    heads = ("Set", "Published", "Rows", "Total", "Total of", "Errors", "Warnings", "Due")
    yield _table("The sets", heads, rows, numeric=(2, 3, 5, 6))
    if done.missing:
        yield _said("Nothing was given for these sets of the Code; some may not apply to the council:")
        yield _list(f"{it.title} ({it.frequency})" for it in done.missing)
    if done.unread:
        yield _said("Not read:")
        yield _list(f"{name}: {why}" for name, why in done.unread)


def _set(it: SetResult) -> Iterator[Block]:
    yield Heading(2, (Text(it.set.title),))
    yield _said(f"{it.set.source}. Read from {', '.join(it.files)}. {it.basis}".strip())
    rows: list[tuple[str, int, Decimal | str]] = [("Read", it.read, _money(it.read_total))]
    rows += [(f"Left out: {one.why}", one.rows, _money(one.total)) for one in it.left_out]
    if it.rejected:
        rows.append(("Could not be read", it.rejected, "not known"))
    rows.append(("In the file" if it.file else "Would be in the file", it.rows, _money(it.total)))
    yield _table(
        "Every row accounted for", ("Rows", "How many", it.set.total or "Total"), rows, numeric=(1, 2)
    )
    if it.problems:
        yield Heading(3, (Text("What was found"),))
        found = [(one.severity.capitalize(), one.said, _where(one.places), one.mend) for one in it.problems]
        yield _table("Problems", ("", "What", "Where", "What to do"), found)
    else:
        yield _said("Nothing was found wrong.")
    if it.personal:
        yield Heading(3, (Text("Personal data"),))
        first = sorted(it.personal, key=lambda one: one.grade is Grade.LOOK)[:MOST_FIELDS]
        lines = [
            (
                str(one.place),
                one.column,
                one.grade,
                one.why,
                one.shown,
                "Written over" if one.redacted else one.suggested,
            )
            for one in first
        ]
        yield _table("Fields", ("Where", "Column", "Grade", "Why", "Begins", "What to do"), lines)
        if len(it.personal) > len(first):
            yield _said(f"{len(it.personal) - len(first)} more are in validation.json.")


def _where(places: Sequence[Place]) -> str:
    if not places:
        return "The file as a whole"
    shown = "; ".join(map(str, places[:MOST_PLACES]))
    more = len(places) - MOST_PLACES
    return f"{shown}; and {more} more" if more > 0 else shown


def _money(value: Decimal | None) -> Decimal | str:
    return "–" if value is None else value


def _said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _list(items: Iterable[str]) -> List:
    return List(tuple((_said(it),) for it in items))


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str | int | Decimal]],
    numeric: Sequence[int] = (),
) -> Table:
    columns = tuple(Column(head or "Grade", place in numeric) for place, head in enumerate(heads))
    return Table(caption, columns, tuple(tuple(cell(value) for value in row) for row in rows))


def as_json(done: Publication) -> dict[str, Any]:
    """What `moothall spend publish --json` writes; its schema is cli/schema/spend-publish.json."""
    rules = done.rules
    return {
        "on": rules.on.isoformat(),
        "council": rules.council or None,
        "period": {
            "from": rules.first.isoformat() if rules.first else None,
            "to": rules.last.isoformat() if rules.last else None,
        },
        "threshold": f"{rules.above:f}",
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "sets": [_set_json(it) for it in done.sets],
        "missing": [{"set": it.id, "title": it.title, "frequency": it.frequency} for it in done.missing],
        "unread": [{"file": name, "why": why} for name, why in done.unread],
    }


def _set_json(it: SetResult) -> dict[str, Any]:
    return {
        "set": it.set.id,
        "title": it.set.title,
        "status": it.status,
        "file": it.file or None,
        "sha256": it.sha256 or None,
        "period": {
            "from": it.first.isoformat() if it.first else None,
            "to": it.last.isoformat() if it.last else None,
        },
        "frequency": it.set.frequency,
        "due": it.due.isoformat() if it.due else None,
        "due_rule": it.set.due,
        "source": it.set.source,
        "basis": it.basis or None,
        "columns": [one.name for one in it.set.fields],
        "mapping": [
            {
                "file": one.file,
                "sheet": one.sheet or None,
                "header_row": one.header_line,
                "columns": dict(one.mapping),
                "ignored": list(one.ignored),
            }
            for one in it.mappings
        ],
        "rows": {
            "read": it.read,
            "ready": it.rows,
            "published": it.rows if it.file else 0,
            "rejected": it.rejected,
            "left_out": [
                {"why": one.why, "rows": one.rows, "total": plain_or_none(one.total)} for one in it.left_out
            ],
        },
        "total": plain_or_none(it.total),
        "total_of": it.set.total or None,
        "read_total": plain_or_none(it.read_total),
        "problems": [_problem(one) for one in it.problems],
        "personal": [
            {
                **_place(one.place),
                "column": one.column,
                "grade": one.grade,
                "kinds": list(one.kinds),
                "why": one.why,
                "shown": one.shown,
                "suggested": one.suggested,
                "redacted": one.redacted,
            }
            for one in it.personal
        ],
    }


def _problem(it: Problem) -> dict[str, Any]:
    return {
        "check": it.check,
        "severity": it.severity,
        "column": it.column or None,
        "said": it.said,
        "mend": it.mend,
        "places": [_place(one) for one in it.places],
    }


def _place(it: Place) -> dict[str, Any]:
    return {"file": it.file, "sheet": it.sheet or None, "row": it.line}
