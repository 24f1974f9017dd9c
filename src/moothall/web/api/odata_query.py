"""Reading OData questions: $select, $filter, $orderby, $top, $skip and $count, each fault one sentence.

A filter compares properties with values (eq, ne, gt, ge, lt, le, in; contains, startswith, endswith) and joins with
and, or, not and brackets. What is read is a tree; `to_database` turns it into conditions of a query, `fits` asks it of
one measure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from moothall.web.api.odata_schema import DATE, EXACT, MOMENT, STRING, WHOLE, Entity, Property

MOST_LETTERS, MOST_PARTS = 8_000, 400
PAGE = 5_000
KNOWN = ("$select", "$filter", "$orderby", "$top", "$skip", "$count", "$format", "$skiptoken")
FUNCTIONS = ("contains", "startswith", "endswith")
COMPARED = ("eq", "gt", "ge", "lt", "le")
LOOKUPS = {"eq": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"} | {it: it for it in FUNCTIONS}
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<moment>\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d))|(?P<date>\d{4}-\d\d-\d\d)"
    r"|(?P<number>-?\d+)|(?P<word>[A-Za-z_]\w*)|(?P<mark>[(),]))"
)
_END = ("", "")


class BadQuery(Exception):
    """The question cannot be answered; the message is one sentence for whoever wrote it."""


@dataclass(frozen=True)
class Compare:
    property: Property
    sign: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Joined:
    word: str  # and, or, not
    parts: tuple["Tree", ...]


Tree = Compare | Joined


@dataclass(frozen=True)
class Asked:
    """A question: which properties, which rows, in which order, how many, and from where on."""

    select: tuple[Property, ...]
    filter: Tree | None
    order: tuple[tuple[Property, bool], ...]  # property, descending
    top: int | None
    skip: int
    count: bool
    token: str


def read(entity: Entity, given: Mapping[str, str]) -> Asked:
    """The question that an address's parameters ask. Raises BadQuery."""
    for name in given:
        if name.startswith("$") and name not in KNOWN:
            raise BadQuery(f"{name} is not offered here: this feed takes {', '.join(KNOWN[:-1])}.")
    if given.get("$format", "json").partition(";")[0] not in ("json", "application/json"):
        raise BadQuery("Only JSON is given: leave $format out, or write json.")
    return Asked(
        select=_select(entity, given.get("$select", "")),
        filter=parse(entity, given["$filter"]) if given.get("$filter", "").strip() else None,
        order=tuple(_order(entity, given.get("$orderby", ""))),
        top=_whole("$top", given["$top"]) if "$top" in given else None,
        skip=_whole("$skip", given.get("$skip", "0")),
        count=_flag(given.get("$count", "false")),
        token=given.get("$skiptoken", ""),
    )


def _select(entity: Entity, text: str) -> tuple[Property, ...]:
    names = [it.strip() for it in text.split(",") if it.strip()]
    if not names or names == ["*"]:
        return entity.properties
    return tuple(_property(entity, name) for name in dict.fromkeys(names))


def _order(entity: Entity, text: str) -> Iterator[tuple[Property, bool]]:
    for part in filter(None, (it.strip() for it in text.split(","))):
        name, _, way = part.partition(" ")
        if way.strip() not in ("", "asc", "desc"):
            raise BadQuery(f"$orderby '{part}' is not a property followed by asc or desc.")
        yield _askable(_property(entity, name)), way.strip() == "desc"


def _property(entity: Entity, name: str) -> Property:
    found = entity.by_name.get(name)
    if not found:
        raise BadQuery(f"{entity.set} has no property '{name[:60]}': it has {', '.join(entity.by_name)}.")
    return found


def _askable(it: Property) -> Property:
    if not it.column:
        raise BadQuery(f"{it.name} cannot be asked about: filter and order by other properties.")
    return it


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise BadQuery(f"{name} is a whole number, such as 100.")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise BadQuery("$count is true or false.")
    return text == "true"


# --- filters ---


def parse(entity: Entity, text: str) -> Tree:
    """A filter as a tree. Raises BadQuery."""
    if len(text) > MOST_LETTERS:
        raise BadQuery(f"$filter is longer than {MOST_LETTERS:,} letters: ask for less at a time.")
    return _Parser(entity, list(_tokens(text))).whole()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text.rstrip()):
        match = _TOKEN.match(text, place)
        if not match or not match.lastgroup:
            raise BadQuery(f"$filter cannot be read from here on: '{text[place : place + 30].strip()}'.")
        yield match.lastgroup, match[match.lastgroup]
        place = match.end()


class _Parser:
    """By recursive descent: or, and, not, brackets, comparison."""

    def __init__(self, entity: Entity, tokens: Sequence[tuple[str, str]]):
        if len(tokens) > MOST_PARTS:
            raise BadQuery(f"$filter has more than {MOST_PARTS} parts: ask for less at a time.")
        self.entity, self.tokens, self.place, self.depth = entity, tokens, 0, 0

    def whole(self) -> Tree:
        found = self._any()
        if self._ahead() != _END:
            raise BadQuery(f"$filter goes on after it ends, with '{self._ahead()[1][:30]}'.")
        return found

    def _ahead(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else _END

    def _took(self, text: str) -> bool:
        kind, said = self._ahead()
        if said == text and kind in ("word", "mark"):
            self.place += 1
            return True
        return False

    def _any(self) -> Tree:
        parts = [self._all()]
        while self._took("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def _all(self) -> Tree:
        parts = [self._one()]
        while self._took("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def _one(self) -> Tree:
        self.depth += 1
        if self.depth > 50:
            raise BadQuery("$filter has brackets inside brackets too deep.")
        try:
            if self._took("not"):
                return Joined("not", (self._one(),))
            if self._took("("):
                found = self._any()
                self._need(")")
                return found
            return self._comparison()
        finally:
            self.depth -= 1

    def _need(self, mark: str) -> None:
        if not self._took(mark):
            raise BadQuery(f"$filter lacks a '{mark}'{_at(self._ahead())}.")

    def _comparison(self) -> Compare:
        kind, name = self._ahead()
        if kind != "word":
            raise BadQuery(f"$filter needs the name of a property{_at(self._ahead())}.")
        self.place += 1
        if self._took("("):
            return self._function(name)
        property = _askable(_property(self.entity, name))
        _, sign = self._ahead()
        self.place += 1
        if sign == "in":
            self._need("(")
            values = [self._value(property)]
            while self._took(","):
                values.append(self._value(property))
            self._need(")")
            return Compare(property, "in", tuple(values))
        if sign not in (*COMPARED, "ne"):
            raise BadQuery(f"After {name} comes eq, ne, gt, ge, lt, le or in, not '{sign[:30]}'.")
        value = self._value(property)
        if value is None and sign not in ("eq", "ne"):
            raise BadQuery("null can be compared by eq and ne only.")
        return Compare(property, sign, (value,))

    def _function(self, name: str) -> Compare:
        if name not in FUNCTIONS:
            raise BadQuery(f"The function {name} is not offered here: there are {', '.join(FUNCTIONS)}.")
        _, said = self._ahead()
        property = _askable(_property(self.entity, said))
        self.place += 1
        if property.kind != STRING:
            raise BadQuery(f"{name} looks into texts, and {said} is none.")
        self._need(",")
        value = self._value(property)
        self._need(")")
        return Compare(property, name, (value or "",))

    def _value(self, property: Property) -> Any:
        kind, text = self._ahead()
        self.place += 1
        if (kind, text) == ("word", "null"):
            return None
        try:
            if kind == "text" and property.kind not in (DATE, WHOLE, EXACT, MOMENT):
                value = text[1:-1].replace("''", "'")
                if "\0" not in value:
                    return value
            elif kind == "date" and property.kind == DATE:
                return date.fromisoformat(text)
            elif kind in ("moment", "date") and property.kind == MOMENT:
                return datetime.fromisoformat(text if kind == "moment" else f"{text}T00:00:00Z")
            elif kind == "number" and property.kind == WHOLE and abs(int(text)) < 2**63:
                return int(text)
        except ValueError:
            pass
        raise BadQuery(f"{property.name} is compared with {_example(property)}{_at((kind, text))}.")


def _at(token: tuple[str, str]) -> str:
    return f", not '{token[1][:30]}'" if token[1] else ", and there is nothing more"


def _example(it: Property) -> str:
    return {
        DATE: "a date such as 2025-04-01",
        WHOLE: "a whole number",
        MOMENT: "a moment such as 2025-04-01T00:00:00Z",
    }.get(it.kind, "a text in quotes, such as 'x'")


def to_database(tree: Tree) -> Q:
    """The conditions of a query."""
    if isinstance(tree, Joined):
        parts = [to_database(it) for it in tree.parts]
        if tree.word == "not":
            return ~parts[0]
        joined = parts[0]
        for part in parts[1:]:
            joined = joined & part if tree.word == "and" else joined | part
        return joined
    column, (first, *_) = tree.property.column, tree.values
    if tree.sign == "in":
        some = Q(**{f"{column}__in": [it for it in tree.values if it is not None]})
        return some | Q(**{f"{column}__isnull": True}) if None in tree.values else some
    if first is None:
        return Q(**{f"{column}__isnull": tree.sign == "eq"})
    if tree.sign == "ne":
        return ~Q(**{column: first})
    return Q(**{f"{column}__{LOOKUPS[tree.sign]}": first})


def fits(tree: Tree | None, it: object) -> bool:
    """The same, of one measure."""
    if tree is None:
        return True
    if isinstance(tree, Joined):
        found = (fits(part, it) for part in tree.parts)
        return not next(found) if tree.word == "not" else all(found) if tree.word == "and" else any(found)
    value, (first, *_) = getattr(it, tree.property.column), tree.values
    if tree.sign == "in":
        return value in tree.values
    if first is None:
        return (value is None) == (tree.sign == "eq")
    if tree.sign in FUNCTIONS:
        return bool(first in value if tree.sign == "contains" else getattr(value, tree.sign)(first))
    compared = {
        "eq": value == first, "ne": value != first, "gt": value > first,
        "ge": value >= first, "lt": value < first, "le": value <= first,
    }  # fmt: skip
    return bool(compared[tree.sign])
