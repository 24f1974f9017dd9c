"""The few SVG pieces the charts are built of. Every attribute and every text passes through escaping here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

# Colours hold 3:1 against white (text colours 4.5:1); none is the only carrier of a meaning.
OWN: Final = "#0b5563"  # deep teal: the council itself
ACCENT: Final = "#b3541e"  # ochre: median and target
OTHER: Final = "#8b9298"  # grey: other councils
BAND: Final = "#e1ecee"  # tint behind lines; its edges are drawn in OTHER
GRID: Final = "#dfe3e6"  # decoration only
INK: Final = "#1f2a30"
MUTED: Final = "#56616a"

FONT: Final = "Arial, Helvetica, Liberation Sans, sans-serif"

# XML 1.0 has no place for these at all, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing's width in pixels at its natural scale, the text size on it, and its short name.

    A fluid drawing fills its container; the others keep their width.
    """

    name: str
    width: int
    font: int
    fluid: bool = True

    @property
    def narrow(self) -> bool:
        return self.width < 500


WIDE: Final = Size("wide", 720, 15)
NARROW: Final = Size("narrow", 343, 14)
SPARK: Final = Size("spark", 120, 12, fluid=False)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished body and the height it needs."""

    height: float
    body: Markup


def clean(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def number(value: float) -> str:
    """A coordinate: one decimal at most, no trailing nought, never '-0'."""
    digits = f"{value:.1f}".removesuffix(".0")
    return "0" if digits == "-0" else digits


def tag(name: str, *children: Markup, **attributes: str | float) -> Markup:
    """An element. `stroke_width=2` becomes stroke-width="2"; a trailing underscore is dropped (class_)."""
    head = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"' for key, value in attributes.items()
    )
    # The names are ours, the values escaped just above, the children Markup already.
    return Markup(f"<{name}{head}>{''.join(children)}</{name}>" if children else f"<{name}{head}/>")  # noqa: S704


def text(content: str, x: float, y: float, **attributes: str | float) -> Markup:
    """A line of text with its baseline at y."""
    return tag("text", escape(clean(content)), x=x, y=y, **attributes)


def _attribute(value: str | float) -> str:
    return str(escape(clean(value))) if isinstance(value, str) else number(value)


def join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The unbroken stretches of a line: a missing point ends one, and is never bridged."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def path(points: Sequence[Point | None]) -> str:
    """Path data for a line with gaps. A lone point is a zero-length stroke: a dot, with round caps."""
    return "".join(_stretch(run) for run in runs(points))


def _stretch(run: Sequence[Point]) -> str:
    steps = " ".join(f"{number(x)} {number(y)}" for x, y in run)
    return f"M{steps}" if len(run) > 1 else f"M{steps}h0"


_WIDTHS = {**dict.fromkeys("iljtfrI.,:;'|!()[] -", 0.32), **dict.fromkeys("mwMW%@", 0.87)}


def width_of(content: str, font: float) -> float:
    """About how wide a text is in Arial, erring wide."""
    return font * sum(_WIDTHS.get(letter, 0.68 if letter.isupper() else 0.56) for letter in content)


def shorten(content: str, width: float, font: float) -> str:
    """The text, or as much of it as fits and an ellipsis: the table behind the chart has it whole."""
    if width_of(content, font) <= width:
        return content
    while content and width_of(f"{content}…", font) > width:
        content = content[:-1]
    return f"{content.rstrip()}…"


def wrap(content: str, width: float, font: float) -> list[str]:
    """The text in lines no wider than `width`, broken between words; a word too long for a line is cut."""
    lines: list[str] = []
    for word in content.split():
        if lines and width_of(f"{lines[-1]} {word}", font) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(shorten(word, width, font))
    return lines
