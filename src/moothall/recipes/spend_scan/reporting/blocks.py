"""Blocks of the report, made shortly."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from moothall.kit import charts
from moothall.kit.documents.model import (
    Cell,
    Chart,
    Column,
    Heading,
    Inline,
    List,
    Notice,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.recipes.spend_scan.words import pounds

SOURCE = "The files that were read, added up by Moothall"


def heading(text: str, level: int = 2, id: str = "") -> Heading:
    return Heading(level, (Text(text),), id)


def said(*content: str | Inline) -> Paragraph:
    """A paragraph of words and links."""
    return Paragraph(tuple(Text(it) if isinstance(it, str) else it for it in content))


def notice(*sentences: str) -> Notice:
    return Notice(tuple(said(it) for it in sentences))


def bullets(items: Iterable[str]) -> List:
    return List(tuple((said(it),) for it in items))


def money(amount: Decimal | None) -> Cell:
    """Pounds and pence; a blank where there are none to show."""
    return cell("") if amount is None else cell(amount, pounds(amount))


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str | int | Decimal | Cell | Inline | None]],
    *,
    numeric: Sequence[str] = (),
    source: str = "",
) -> Table:
    """A table; Decimals are pounds, whole numbers are counts, and None is blank."""
    return Table(
        caption,
        tuple(Column(it, it in numeric) for it in columns),
        tuple(tuple(map(_cell, row)) for row in rows),
        source,
    )


def _cell(value: str | int | Decimal | Cell | Inline | None) -> Cell:
    match value:
        case None:
            return cell("")
        case Cell():
            return value
        case Decimal():
            return money(value)
    return cell(value)


def bars(
    title: str, what: str, of: str, rows: Sequence[tuple[str, Decimal]], words: str, *, is_money: bool = True
) -> Chart | None:
    """Bars of whole pounds (or counts) over the exact figures in a table; None where there is nothing to draw."""
    shown = [(name, max(0, round(value))) for name, value in rows]
    if not any(value for _, value in shown):
        return None
    tally = charts.Tally((of,), tuple((name, (value,)) for name, value in shown), of, what)
    drawn = charts.Chart(title, SOURCE, tally, words)
    exact = table(
        title,
        (what, of),
        [(name, value if is_money else int(value)) for name, value in rows],
        numeric=(of,),
    )
    return Chart(title, str(drawn.svg), drawn.description, exact, SOURCE)
