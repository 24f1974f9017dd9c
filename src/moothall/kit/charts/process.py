"""A process as steps downwards, each in the lane of who does it, with what it takes beside it.

What a step is worth is told by its outline and by words as well as by its fill: dark adds value, tinted is needed,
white with a broken outline is waste.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import (
    BAND,
    GRID,
    INK,
    MUTED,
    NARROW,
    OWN,
    WIDE,
    Drawing,
    Size,
    join,
    number,
    shorten,
    tag,
    text,
)

# fill, outline, broken or not, the colour of the number on it
_LOOKS = {
    "yes": (OWN, OWN, "", "#ffffff"),
    "necessary": (BAND, OWN, "", INK),
    "no": ("#ffffff", INK, "4 3", INK),
}
_WORDS = {"yes": "adds value", "necessary": "necessary", "no": "adds no value"}
COLUMNS = (
    "Step", "Who", "What it is", "Touch time", "Wait", "Share of cases", "Does it add value?", "Failure demand?",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A step as it is drawn: who does it ('' for a wait, which is nobody's) and its times in words."""

    name: str
    who: str
    kind: str
    touch: str
    wait: str
    share: str
    value: str
    failure: bool = False

    @property
    def takes(self) -> str:
        """'4 minutes, then waits 2 days; 30% of cases'."""
        waits = f"waits {self.wait}" if self.kind == "wait" else f"then waits {self.wait}"
        said = [] if self.kind == "wait" else [self.touch]
        said += [waits] if self.wait != "none" else []
        often = f"; {self.share} of cases" if self.share != "100%" else ""
        return ", ".join(said) + often


@dataclass(frozen=True)
class Process:
    """The steps in order. Raises ValueError where there is none, or a value has no look."""

    boxes: tuple[Box, ...]

    def __post_init__(self) -> None:
        if not self.boxes:
            raise ValueError("There is no step to draw: say so in words instead of drawing a chart.")
        if any(it.value not in _LOOKS for it in self.boxes):
            raise ValueError(f"A step's value is one of {', '.join(_LOOKS)}.")

    @property
    def lanes(self) -> tuple[str, ...]:
        """Who does something, in the order in which they first do."""
        return tuple(dict.fromkeys(it.who for it in self.boxes if it.kind != "wait")) or ("Nobody",)

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def table(self) -> Table:
        """A row of text for each step."""
        return Table(
            COLUMNS,
            tuple(
                (
                    f"{place}. {it.name}", it.who or "Nobody", it.kind.capitalize(), it.touch, it.wait, it.share,
                    _WORDS[it.value].capitalize(), "Yes" if it.failure else "No",
                )
                for place, it in enumerate(self.boxes, 1)
            ),
        )  # fmt: skip

    def words(self, title: str) -> str:
        """'Title: 7 steps by Adviser, Officer. 3 add value, 1 is necessary … 1. Open the form (Adviser): …'"""
        counts = [f"{sum(it.value == value for it in self.boxes)} {said}" for value, said in _WORDS.items()]
        steps = "one step" if len(self.boxes) == 1 else f"{len(self.boxes)} steps"
        return (
            f"{title}: {steps} by {', '.join(self.lanes)}. Of them {', '.join(counts)}. The table has each."
        )

    def draw(self, size: Size) -> Drawing:
        """Lanes on the left and words on the right; on a telephone the words stand over each step."""
        font = size.font
        items = [key.Item(_swatch(value), _WORDS[value].capitalize()) for value in _LOOKS]
        items += [key.Item(_pause, "Waiting")] if any(it.wait != "none" for it in self.boxes) else []
        head, top = key.key(items, 0, size.width, font)
        who = [key.Item(_letter(place), name) for place, name in enumerate(self.lanes)]
        people, top = key.key(who, top + font * 0.4, size.width, font)
        top += font * 0.8
        across = min(56.0, (size.width if size.narrow else 300) / len(self.lanes))
        down = font * (4.6 if size.narrow else 3.1)
        lead = font * 2.0 if size.narrow else 0.0  # words over the step take this much of it
        right = across * len(self.lanes)
        bottom = top + font * 1.6 + down * len(self.boxes)
        body = [head, people, *self._rails(top, bottom, across, font)]
        body += self._links(top + font * 1.6 + lead, across, down, font)
        for place, box in enumerate(self.boxes):
            y = top + font * 1.6 + down * place
            body += self._step(place, box, y + lead, across, font)
            at, width = (0.0, float(size.width)) if size.narrow else (right + 14, size.width - right - 14)
            body += _said(
                place, box, at, y + (font if size.narrow else font * 0.95), width, font, size.narrow
            )
        return Drawing(round(bottom + font / 2, 1), join(body))

    def _rails(self, top: float, bottom: float, across: float, font: float) -> Iterator[Markup]:
        for place in range(len(self.lanes)):
            x = (place + 0.5) * across
            yield text(_name(place), x, top + font, fill=INK, text_anchor="middle", font_weight="bold")
            yield tag("path", d=f"M{number(x)} {number(top + font * 1.4)}V{number(bottom)}", stroke=GRID)

    def _lane(self, place: int) -> int:
        """The lane of a step; a wait stands in that of the step before it."""
        for box in reversed(self.boxes[: place + 1]):
            if box.kind != "wait":
                return self.lanes.index(box.who)
        return 0

    def _links(self, top: float, across: float, down: float, font: float) -> Iterator[Markup]:
        """From each step to the next; heavier where it goes to somebody else."""
        middle = font * 0.85
        for place in range(1, len(self.boxes)):
            x, to_x = ((self._lane(it) + 0.5) * across for it in (place - 1, place))
            y, to_y = top + down * (place - 1) + middle, top + down * place + middle
            heavy = 2.5 if x != to_x else 1.25
            yield tag(
                "path",
                d=f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}",
                stroke=INK,
                stroke_width=heavy,
            )

    def _step(self, place: int, box: Box, y: float, across: float, font: float) -> Iterator[Markup]:
        fill, line, dash, ink = _LOOKS[box.value]
        x, width, height = (self._lane(place) + 0.5) * across, min(34.0, across - 4), font * 1.7
        dashes: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
        shape: dict[str, str | float] = {"rx": height / 2} if box.kind == "wait" else {"rx": 3.0}
        yield tag(
            "rect", x=x - width / 2, y=y, width=width, height=height, fill=fill, stroke=line, stroke_width=1.75,
            **shape, **dashes,
        )  # fmt: skip
        yield text(
            str(place + 1),
            x,
            y + height * 0.7,
            fill=ink,
            text_anchor="middle",
            font_weight="bold",
            font_size=font - 1,
        )
        if box.wait != "none" and box.kind != "wait":
            yield _pause(x + width / 2 - 3, y + height + 2)


def _said(
    place: int, box: Box, x: float, y: float, width: float, font: float, narrow: bool
) -> Iterator[Markup]:
    """The step's name and, under it, what it takes; on a telephone in smaller letters."""
    failure = " (failure demand)" if box.failure else ""
    name = shorten(f"{place + 1} {box.name}{failure}", width, font)
    halo: dict[str, str | float] = (
        {"stroke": "#ffffff", "stroke_width": 4, "paint_order": "stroke"} if narrow else {}
    )
    yield text(name, x, y, fill=INK, font_weight="bold", font_size=font - (1 if narrow else 0), **halo)
    if narrow:
        return
    yield text(shorten(f"{box.kind.capitalize()}: {box.takes}", width, font - 1), x, y + font * 1.2, fill=MUTED,
               font_size=font - 1)  # fmt: skip


def _name(place: int) -> str:
    """The letter of a lane: A, B … Z, then AA."""
    return chr(ord("A") + place) if place < 26 else f"A{_name(place - 26)}"


def _letter(place: int) -> key.Swatch:
    return lambda x, y: text(_name(place), x + 4, y + 5, fill=INK, font_weight="bold")


def _swatch(value: str) -> key.Swatch:
    fill, line, dash, _ = _LOOKS[value]
    dashes: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    return lambda x, y: tag(
        "rect", x=x, y=y - 6, width=20, height=12, rx=2, fill=fill, stroke=line, stroke_width=1.5, **dashes
    )


def _pause(x: float, y: float) -> Markup:
    """An hourglass: the case waits."""
    return tag(
        "path",
        d=f"M{number(x)} {number(y - 6)}h10l-10 12h10z",
        fill="#ffffff",
        stroke=INK,
        stroke_width="1.25",
    )
