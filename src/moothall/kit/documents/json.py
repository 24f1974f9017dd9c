"""A document as JSON and back, exactly: an endorsed plan is frozen as this and must reopen identically.

Every node is an object with its `type`; every field is written, defaults too, so that a later change of a
default cannot change an old document. Decimals and dates are strings. Reading is strict: a field that is
unknown, missing or of the wrong type is an error and never a guess. When the shape changes, raise VERSION and
give UPGRADES a function from the old version's object to the next.
"""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.model import (
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Link,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
)

FORMAT = "moothall-document"
VERSION = 1
UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

Reader = Callable[[Any], Any]


def to_json(document: Document) -> str:
    """The document as one line of JSON; the same document always gives the same text.

    Raises DocumentError where a text holds half a character (a lone surrogate), which no file can keep.
    """
    text = json.dumps(
        {"format": FORMAT, "version": VERSION, "document": _write(document)},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"The text holds a broken character ({error.object[error.start]!a}); retype it."
        ) from None
    return text


def from_json(text: str) -> Document:
    """The document that `to_json` wrote, by this version or an earlier one. Else DocumentError."""
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError):
        raise DocumentError("This is not a stored document: it is not JSON.") from None
    if not isinstance(envelope, dict) or envelope.get("format") != FORMAT:
        raise DocumentError(f"This is not a stored document: its format must be '{FORMAT}'.")
    version: Any = envelope.get("version")
    node: Any = envelope.get("document")
    while type(version) is int and version in UPGRADES:
        node, version = UPGRADES[version](node), version + 1
    if version != VERSION:
        raise DocumentError(
            f"This document is of version {version}; open it with a release that knows that version."
        )
    document = _read_one(("Document",), node)
    assert isinstance(document, Document)
    return document


def _write(value: Any) -> Any:
    match value:
        case tuple():
            return [_write(item) for item in value]
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case datetime.date():
            return value.isoformat()
    written = {field.name: _write(getattr(value, field.name)) for field in fields(value)}
    return {"type": type(value).__name__, **written}


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise DocumentError(
            f"A stored document has {value!r:.60} where it must have {kind.__name__}; restore it."
        )
    return value


def _read_many(read: Reader, value: Any) -> tuple[Any, ...]:
    return tuple(map(read, _exactly(list, value)))


def _read_number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(_exactly(str, value))
    except InvalidOperation:
        raise DocumentError(
            f"A stored document has the number {value!r:.60}, which is none; restore it."
        ) from None


def _read_date(value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(_exactly(str, value))
    except ValueError:
        raise DocumentError(
            f"A stored document has the date {value!r:.60}, which is none; restore it."
        ) from None


def _read_one(allowed: tuple[str, ...], value: Any) -> Any:
    node = dict(_exactly(dict, value))
    name = node.pop("type", None)
    if name not in allowed:
        raise DocumentError(
            f"A stored document has {name!r:.60} where it must have {' or '.join(allowed)}; restore it."
        )
    kind, readers = SHAPES[name]
    if node.keys() != readers.keys():
        wrong = sorted(node.keys() ^ readers.keys())
        raise DocumentError(
            f"A stored {name} has missing or unknown fields ({', '.join(wrong)}); restore it."
        )
    return kind(**{field: read(node[field]) for field, read in readers.items()})


def _one(*allowed: str) -> Reader:
    return partial(_read_one, allowed)


def _many(read: Reader) -> Reader:
    return partial(_read_many, read)


_string = partial(_exactly, str)
_whole = partial(_exactly, int)
_flag = partial(_exactly, bool)
_inlines = _many(_one("Text", "Link", "Figure"))
_blocks = _many(_one("Heading", "Paragraph", "List", "Quote", "Notice", "Table", "Chart"))

SHAPES: Mapping[str, tuple[type, Mapping[str, Reader]]] = {
    "Text": (Text, {"text": _string, "strong": _flag, "emphasis": _flag, "code": _flag}),
    "Link": (Link, {"content": _many(_one("Text")), "href": _string}),
    "Figure": (Figure, {"text": _string, "href": _string, "note": _string}),
    "Heading": (Heading, {"level": _whole, "content": _inlines, "id": _string}),
    "Paragraph": (Paragraph, {"content": _inlines}),
    "List": (List, {"items": _many(_blocks), "ordered": _flag, "start": _whole}),
    "Quote": (Quote, {"blocks": _blocks}),
    "Notice": (Notice, {"blocks": _blocks}),
    "Column": (Column, {"name": _string, "numeric": _flag}),
    "Cell": (Cell, {"content": _inlines, "number": _read_number}),
    "Table": (
        Table,
        {
            "caption": _string,
            "columns": _many(_one("Column")),
            "rows": _many(_many(_one("Cell"))),
            "source": _string,
        },
    ),
    "Chart": (
        Chart,
        {"title": _string, "svg": _string, "alt": _string, "table": _one("Table"), "source": _string},
    ),
    "Document": (
        Document,
        {
            "title": _string,
            "blocks": _blocks,
            "date": _read_date,
            "language": _string,
            "author": _string,
            "subject": _string,
            "footer": _string,
        },
    ),
}
