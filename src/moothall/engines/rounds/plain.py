"""A dataclass as plain JSON data and back: the fields are the keys, and a key left out has its default.

What is wrong with somebody's data is one sentence that names the place: "services[3].seconds must be …".
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from moothall.kit.unreadable import Unreadable

MOST = 2_000_000_000
"""No whole number is larger: the solver's are of 32 bits."""

Made = TypeVar("Made")
Reader = Callable[[Any, str], Any]


def as_plain(thing: Any) -> Any:
    """What `json.dumps` takes; fields that have their default are left out."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {
            _key(it): as_plain(value)
            for it in fields(thing)
            if (value := getattr(thing, it.name)) != _default(it)
        }
    if isinstance(thing, Mapping):
        return {key: as_plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [as_plain(it) for it in thing]
    return thing


def from_plain(made: type[Made], data: Any, place: str) -> Made:
    """The dataclass that `as_plain` wrote. Raises Unreadable, naming the place in it."""
    kind: Any = made
    read: Made = _reader(kind)(data, place)
    return read


def _key(it: Field[Any]) -> str:
    return it.name.rstrip("_")  # `class_` and `break_` are words of Python's own


def _default(it: Field[Any]) -> Any:
    return it.default_factory() if it.default_factory is not MISSING else it.default


@cache
def _reader(kind: Any) -> Reader:
    """What reads a value of this type."""
    origin, parts = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _object(kind)
    if origin in (Union, UnionType):
        return _either(parts)
    if origin is tuple:
        return _row(parts)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_reader(parts[1]))
    return {bool: _yes_or_no, int: _whole, float: _number, str: _text}[kind]


def _object(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    known = {_key(it): (it, _reader(hints[it.name])) for it in fields(kind)}
    needed = [key for key, (it, _) in known.items() if _default(it) is MISSING]

    def read(data: Any, place: str) -> Any:
        if not isinstance(data, Mapping):
            raise Unreadable(f"{place} must be an object in braces, not {_shown(data)}.")
        at = f"{place} (‘{data['id']}’)" if isinstance(data.get("id"), str) else place
        if strange := [key for key in data if key not in known]:
            raise Unreadable(f"{at} has ‘{strange[0]}’, which is not known there: use {_listed(known)}.")
        if lacking := [key for key in needed if key not in data]:
            raise Unreadable(f"{at} has no ‘{lacking[0]}’: give one.")
        inside = {known[key][0].name: known[key][1](value, f"{at}.{key}") for key, value in data.items()}
        return kind(**inside)

    return read


def _either(parts: tuple[Any, ...]) -> Reader:
    """A value or None; or one of several objects, told apart by the keys that each needs."""
    kinds = [it for it in parts if it is not NoneType]
    readers = [_reader(it) for it in kinds]
    if NoneType in parts:
        return lambda data, place: None if data is None else readers[0](data, place)
    needs = [next(_key(it) for it in fields(kind) if _default(it) is MISSING) for kind in kinds]

    def read(data: Any, place: str) -> Any:
        given = [
            it for need, it in zip(needs, readers, strict=True) if isinstance(data, Mapping) and need in data
        ]
        if len(given) != 1:
            raise Unreadable(f"{place} must have one of {_listed(dict.fromkeys(needs))}, and only one.")
        return given[0](data, place)

    return read


def _row(parts: tuple[Any, ...]) -> Reader:
    """A tuple of any length of one type."""
    inside = _reader(parts[0])

    def read(data: Any, place: str) -> Any:
        if not isinstance(data, list | tuple):
            raise Unreadable(f"{place} must be a list in square brackets, not {_shown(data)}.")
        return tuple(inside(it, f"{place}[{count}]") for count, it in enumerate(data))

    return read


def _mapping(inside: Reader) -> Reader:
    def read(data: Any, place: str) -> Any:
        if not isinstance(data, Mapping):
            raise Unreadable(f"{place} must be an object in braces, not {_shown(data)}.")
        return {str(key): inside(value, f"{place}.{key or '“”'}") for key, value in data.items()}

    return read


def _yes_or_no(data: Any, place: str) -> bool:
    if not isinstance(data, bool):
        raise Unreadable(f"{place} must be true or false, without quotation marks, not {_shown(data)}.")
    return data


def _whole(data: Any, place: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not 0 <= data <= MOST:
        raise Unreadable(
            f"{place} must be a whole number from 0 to {MOST:,}, without quotation marks, not {_shown(data)}."
        )
    return data


def _number(data: Any, place: str) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float) or not math.isfinite(data):
        raise Unreadable(f"{place} must be a number, without quotation marks, not {_shown(data)}.")
    return float(data)


def _text(data: Any, place: str) -> str:
    if not isinstance(data, str):
        raise Unreadable(f"{place} must be text in quotation marks, not {_shown(data)}.")
    return data


def _listed(known: Mapping[str, Any]) -> str:
    *most, last = known
    return f"{', '.join(most)} or {last}" if most else last


def _shown(data: Any) -> str:
    """The value as its file has it, cut short."""
    if data is None:
        return "null"
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, Mapping):
        return "an object"
    if isinstance(data, list | tuple):
        return "a list"
    return f"‘{data[:40]}’" if isinstance(data, str) else str(data)[:40]
