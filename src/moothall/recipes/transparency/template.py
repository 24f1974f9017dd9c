"""What a set to publish is: its columns as the template names them, when it is due, where the Code asks for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from moothall.recipes.transparency.problems import Place, Problem
from moothall.recipes.transparency.rules import Rules

Value = str | Decimal | date | None  # text in a column of another kind is a value that could not be read


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"  # pounds
    NUMBER = "number"
    WHOLE = "whole number"


class Need(StrEnum):
    """Whether a row can do without it."""

    MUST = "needed"
    SHOULD = "asked for"  # the Code asks, and a row without it can still be published: one warning a column
    MAY = "optional"


class Scan(StrEnum):
    """How far a column is searched for personal data."""

    WORDS = "forms and wording"
    PAYEE = "forms, and names of private individuals"
    FORMS = "forms only"  # names belong there, or the column is no prose
    NONE = "not searched"  # codes, and what is not text


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the template.

    `known_as` are the headings by which files call it; case, spaces and punctuation do not matter. `ledger` is where a
    payment, or the set's register, has it. `allows` are kinds of personal data (kit.personal_data) that belong there,
    such as a work telephone.
    """

    name: str
    about: str
    kind: Kind = Kind.TEXT
    need: Need = Need.MAY
    known_as: tuple[str, ...] = ()
    scan: Scan = Scan.WORDS
    allows: frozenset[str] = frozenset()
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a set: where it came from, and its values in the order of the set's columns."""

    place: Place
    values: tuple[Value, ...]
    index: Mapping[str, int]

    def __getitem__(self, name: str) -> Value:
        return self.values[self.index[name]]

    def words(self, name: str) -> str:
        """A text of the row, '' where there is none."""
        value = self[name]
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> Decimal | None:
        """A number of the row; None where it is missing or could not be read."""
        value = self[name]
        return value if isinstance(value, Decimal) else None

    def day(self, name: str) -> date | None:
        """A day of the row; None where it is missing or could not be read."""
        value = self[name]
        return value if isinstance(value, date) else None

    def changed(self, values: Mapping[str, Value]) -> "Row":
        """The row with other values in some columns."""
        mine = list(self.values)
        for name, value in values.items():
            mine[self.index[name]] = value
        return Row(self.place, tuple(mine), self.index)


Check = Callable[["TransparencySet", Sequence[Row], Rules], Iterator[Problem]]
Expand = Callable[[Mapping[str, Value]], Iterable[Mapping[str, Value]]]


@dataclass(frozen=True)
class TransparencySet:
    """A set of the Code. `due` says by when, `source` where it is asked for and `checked` whether that was read.

    `reads` is 'table', or 'ledger' or 'card' for payments. `dated` is the column that a period is chosen by, `total`
    the one that is added up. A table is this set where every column it must have is there and one of `signs`, if it
    has any. `wide` are further columns of other layouts, which `expand` turns into rows of this one.
    """

    id: str
    title: str
    about: str
    frequency: str
    due: str
    source: str
    checked: str
    fields: tuple[Field, ...]
    reads: str = "table"
    dated: str = ""
    total: str = ""
    signs: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    months_after: int | None = None  # by when after the end of a period, where that is a rule
    register: str = ""  # the ledger's table that a file in another layout is read into, by the spend engine
    own_rows: bool = True  # two rows that are the same are a mistake
    wide: tuple[Field, ...] = ()
    wide_needs: tuple[str, ...] = ()
    expand: Expand | None = field(default=None, compare=False)

    @cached_property
    def index(self) -> dict[str, int]:
        return {it.name: place for place, it in enumerate(self.fields)}

    def field(self, name: str) -> Field:
        return self.fields[self.index[name]]

    def row(self, place: Place, values: Mapping[str, Value]) -> Row:
        return Row(place, tuple(values.get(it.name) for it in self.fields), self.index)


ORGANISATION = (
    Field(
        "OrganisationLabel",
        "The council's name",
        need=Need.MUST,
        known_as=(
            "organisation",
            "organisation name",
            "body name",
            "authority name",
            "council",
            "publisher label",
        ),
        scan=Scan.NONE,
        ledger="body",
    ),
    Field(
        "OrganisationURI",
        "The council's address in a public list of bodies",
        known_as=("body", "publisher uri", "organisation code"),
        scan=Scan.NONE,
    ),
    Field(
        "EffectiveDate",
        "The day the row is true of: for payments the end of the period",
        Kind.DATE,
        Need.MUST,
        ("as at", "date as at", "position date", "date of data"),
    ),
)
COMMON = tuple(it.name for it in ORGANISATION)
DEPARTMENT = Field(
    "OrganisationalUnit",
    "The department that spends or answers for it",
    need=Need.SHOULD,
    known_as=(
        "department",
        "directorate",
        "service",
        "service area",
        "service label",
        "responsible department",
    ),
    scan=Scan.FORMS,
    ledger="service",
)
