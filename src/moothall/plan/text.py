"""A plan as plain text, for a terminal."""

from collections.abc import Iterable, Iterator
from textwrap import fill, indent

from moothall.kit.documents.model import (
    Block,
    Chart,
    Document,
    Heading,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    plain,
)

WIDTH = 100


def as_text(document: Document) -> str:
    """The document's words: headings underlined, lists marked, tables with bars."""
    head = [document.title, "=" * len(document.title)]
    head += [line for line in (document.subject, document.author) if line]
    return "\n".join(head) + "\n\n" + "\n\n".join(_blocks(document.blocks)) + "\n"


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level, content):
                words = plain(content)
                yield f"{words}\n{('-' if level == 2 else '.') * len(words)}"
            case Paragraph(content):
                yield "\n".join(fill(line, WIDTH) for line in plain(content).split("\n"))
            case List():
                yield "\n".join(_items(block))
            case Quote(blocks) | Notice(blocks):
                yield indent("\n\n".join(_blocks(blocks)), "> ", lambda _: True)
            case Table():
                yield _table(block)
            case Chart():
                source = f"Source: {block.source}"
                yield "\n".join([block.title, fill(block.alt, WIDTH), _table(block.table), source])


def _items(block: List) -> Iterator[str]:
    for number, item in enumerate(block.items, start=block.start):
        mark = f"{number}. " if block.ordered else "- "
        words = "\n".join(_blocks(item))
        yield mark + indent(words, " " * len(mark)).lstrip()


def _table(table: Table) -> str:
    rows = [
        [column.name for column in table.columns],
        *([plain(cell.content) for cell in row] for row in table.rows),
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    lines = [
        " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join([*([table.caption] if table.caption else []), *lines])
