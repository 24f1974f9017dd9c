"""A document as plain text, for a terminal."""

from collections.abc import Iterable
from textwrap import fill

from moothall.kit.documents.model import (
    Block,
    Chart,
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
    plain,
)


def to_text(document: Document, width: int = 100) -> str:
    """The document's words, wrapped; each figure followed by where its lineage is."""
    head = [
        document.title,
        "=" * min(len(document.title), width),
        *filter(None, (document.subject, document.author)),
    ]
    return "\n".join([*head, "", *_lines(document.blocks, width)]).rstrip() + "\n"


def _lines(blocks: Iterable[Block], width: int, indent: str = "") -> Iterable[str]:
    for block in blocks:
        match block:
            case Heading():
                words = plain(block.content)
                yield from (indent + words, indent + ("-" if block.level == 2 else "·") * len(words), "")
            case Paragraph():
                yield from (_wrapped(_words(block.content), width, indent), "")
            case List():
                for place, item in enumerate(block.items, start=block.start):
                    mark = f"{place}. " if block.ordered else "- "
                    lines = "\n".join(_lines(item, width, indent + " " * len(mark))).rstrip()
                    yield indent + mark + lines[len(indent) + len(mark) :]
                yield ""
            case Quote() | Notice():
                yield "\n".join(_lines(block.blocks, width, indent + "  | ")).rstrip()
                yield ""
            case Table():
                yield from _table(block, indent)
            case Chart():
                yield from (indent + block.title, _wrapped(block.alt, width, indent), "")
                yield from _table(block.table, indent)


def _words(content: Iterable[Inline]) -> str:
    said = []
    for part in content:
        said.append(plain((part,)))
        if isinstance(part, Figure):
            said.append(f" [{part.href}]")
        elif isinstance(part, Link):
            said.append(f" <{part.href}>")
    return "".join(said)


def _wrapped(words: str, width: int, indent: str) -> str:
    return fill(words, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _table(table: Table, indent: str) -> Iterable[str]:
    rows = [
        [column.name for column in table.columns],
        *([_words(cell.content) for cell in row] for row in table.rows),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield indent + table.caption
    for row in rows:
        cells = (
            text.rjust(size) if column.numeric else text.ljust(size)
            for text, size, column in zip(row, widths, table.columns, strict=True)
        )
        yield (indent + "  ".join(cells)).rstrip()
    yield from filter(None, (f"{indent}Source: {table.source}" if table.source else "",))
    yield ""
