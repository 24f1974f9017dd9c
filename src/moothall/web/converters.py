"""What may stand in an address: what fits none of these is no address, and never reaches a database."""

from datetime import date

from django.urls import register_converter


class Number:
    """A row's number: fewer digits than the largest that a database can hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, number: int) -> str:
        return str(number)


class Place:
    """A code, or a name as people write it: no control characters, for a database cannot hold them all."""

    regex = r"[^/\x00-\x1f\x7f]{1,200}"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, text: str) -> str:
        return text


class Day:
    """A date: 2022-04-01."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, text: str) -> date:
        return date.fromisoformat(text)

    def to_url(self, day: date | str) -> str:
        return str(day)


def register() -> None:
    """Makes these known to the routes of every room, before the first is read."""
    register_converter(Number, "id")
    register_converter(Place, "place")
    register_converter(Day, "date")
