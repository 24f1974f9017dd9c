"""A document as HTML in GOV.UK Frontend's classes, for a page that brings the stylesheet.

Every word is escaped; the only markup taken as it is is a chart's drawing, which the model has checked.
"""

from collections.abc import Iterable

from markupsafe import Markup

from moothall.kit.documents.model import (
    LOWEST_HEADING,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
    sourced,
)
from moothall.kit.documents.words import showable

# GOV.UK's sizes for h1, h2, h3; everything lower looks like h3.
_HEADING_SIZES = ("l", "m", "s")
_NOTHING = Markup("")
_LINE_BREAK = Markup("<br>\n")


def to_html(document: Document | Iterable[Block], heading_offset: int = 0) -> Markup:
    """The document with its title as h1, or some blocks without a title (their headings start at h2).

    `heading_offset` lowers every heading by so many levels, where the page has headings of its own above.
    """
    if isinstance(document, Document):
        title = _heading(1 + heading_offset, (Text(document.title),), "")
        return title + _blocks(document.blocks, heading_offset)
    return _blocks(document, heading_offset)


def inline_html(content: Iterable[Inline]) -> Markup:
    """Prose without its paragraph, e.g. for a table cell or a summary."""
    return _NOTHING.join(map(_inline, content))


def _blocks(blocks: Iterable[Block], offset: int) -> Markup:
    return _NOTHING.join(_block(block, offset) for block in blocks)


def _block(block: Block, offset: int) -> Markup:
    match block:
        case Heading(level, content, id):
            return _heading(level + offset, content, id)
        case Paragraph(content):
            return Markup('<p class="govuk-body">{}</p>\n').format(inline_html(content))
        case List():
            return _list(block, offset)
        case Quote(blocks):
            return Markup('<blockquote class="app-quote">\n{}</blockquote>\n').format(_blocks(blocks, offset))
        case Notice(blocks):
            return Markup('<div class="govuk-inset-text">\n{}</div>\n').format(_blocks(blocks, offset))
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)


def _heading(level: int, content: Iterable[Inline], id: str) -> Markup:
    level = min(level, LOWEST_HEADING)
    size = _HEADING_SIZES[min(level, len(_HEADING_SIZES)) - 1]
    anchor = Markup(' id="{}"').format(showable(id)) if id else _NOTHING
    return Markup('<h{0}{1} class="govuk-heading-{2}">{3}</h{0}>\n').format(
        level, anchor, size, inline_html(content)
    )


def _list(block: List, offset: int) -> Markup:
    tag, style = ("ol", "number") if block.ordered else ("ul", "bullet")
    start = Markup(' start="{}"').format(block.start) if block.ordered and block.start != 1 else _NOTHING
    items = _NOTHING.join(Markup("<li>{}</li>\n").format(_item(item, offset)) for item in block.items)
    return Markup('<{0}{1} class="govuk-list govuk-list--{2}">\n{3}</{0}>\n').format(tag, start, style, items)


def _item(blocks: tuple[Block, ...], offset: int) -> Markup:
    """An item's first paragraph goes bare, as GOV.UK lists have it; the rest keeps its elements."""
    if blocks and isinstance(blocks[0], Paragraph):
        return inline_html(blocks[0].content) + _blocks(blocks[1:], offset)
    return _blocks(blocks, offset)


def _table(table: Table) -> Markup:
    caption = (
        Markup('<caption class="govuk-table__caption govuk-table__caption--s">{}</caption>\n').format(
            showable(table.caption)
        )
        if table.caption
        else _NOTHING
    )
    header = _NOTHING.join(
        Markup('<th scope="col" class="govuk-table__header{}">{}</th>').format(
            " govuk-table__header--numeric" if column.numeric else "", showable(column.name)
        )
        for column in table.columns
    )
    rows = _NOTHING.join(
        Markup('<tr class="govuk-table__row">{}</tr>\n').format(_NOTHING.join(map(_cell, table.columns, row)))
        for row in table.rows
    )
    return Markup(
        '<div class="app-scroll" tabindex="0" role="region" aria-label="{}">\n<table class="govuk-table app-table">\n{}'
        '<thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>\n'
        '<tbody class="govuk-table__body">\n{}</tbody>\n</table>\n</div>\n{}'
    ).format(showable(table.label), caption, header, rows, _source(table.source))


def _cell(column: Column, cell: Cell) -> Markup:
    numeric = " govuk-table__cell--numeric" if column.numeric else ""
    return Markup('<td class="govuk-table__cell{}">{}</td>').format(numeric, inline_html(cell.content))


def _chart(chart: Chart) -> Markup:
    """The wrapper's role hides the drawing's parts: a screen reader hears the alternative text once."""
    return Markup(
        '<figure class="app-chart">\n<figcaption class="govuk-heading-s">{}</figcaption>\n'
        '<div class="app-scroll" tabindex="0" role="region" aria-label="{}: drawing">'
        '<div class="app-chart__drawing" role="img" aria-label="{}">{}</div></div>\n'
        '<details class="govuk-details">\n<summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">Show this chart as a table</span></summary>\n'
        '<div class="govuk-details__text">\n{}</div>\n</details>\n{}</figure>\n'
    ).format(
        showable(chart.title),
        showable(chart.title),
        showable(chart.alt),
        Markup(chart.svg),  # noqa: S704 (the model has checked that it is only a drawing)
        _table(Table(sourced(chart).caption, chart.table.columns, chart.table.rows)),
        _source(chart.source),
    )


def _source(source: str) -> Markup:
    if not source:
        return _NOTHING
    return Markup('<p class="govuk-body-s app-source">Source: {}</p>\n').format(showable(source))


def _inline(inline: Inline) -> Markup:
    match inline:
        case Text():
            return _text(inline)
        case Link(content, href):
            return Markup('<a class="govuk-link" href="{}">{}</a>').format(
                showable(href), inline_html(content)
            )
        case Figure(text, href, note):
            link = Markup('<a class="govuk-link app-figure" href="{}">{}</a>').format(
                showable(href), showable(text)
            )
            said = (
                Markup(' <span class="app-figure__note">({})</span>').format(showable(note))
                if note
                else _NOTHING
            )
            return link + said


def _text(text: Text) -> Markup:
    markup = _LINE_BREAK.join(showable(text.text).split("\n"))
    for tag, wanted in (("code", text.code), ("em", text.emphasis), ("strong", text.strong)):
        if wanted:
            markup = Markup("<{0}>{1}</{0}>").format(tag, markup)
    return markup
