"""The key under or over a chart: swatches with words, flowing over as many lines as they need, then notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from moothall.kit.charts.svg import ACCENT, BAND, INK, MUTED, OTHER, OWN, join, tag, text, width_of, wrap

SWATCH = 26.0
GAP = 18.0
BOLDER = 1.08  # how much wider bold is

Swatch = Callable[[float, float], Markup]


def own_line(x: float, y: float) -> Markup:
    return _line(x, y, OWN, 3)


def median_line(x: float, y: float) -> Markup:
    return _line(x, y, ACCENT, 2, MEDIAN_DASH)


def target_line(x: float, y: float) -> Markup:
    return _line(x, y, INK, 2, TARGET_DASH)


def beside_line(place: int) -> Swatch:
    """The swatch of the first, the second … line beside the council's."""
    return lambda x, y: _line(x, y, MUTED, 2, beside_dash(place))


def other_line(x: float, y: float) -> Markup:
    return _line(x, y, OTHER, 1)


def band(x: float, y: float) -> Markup:
    return tag(
        "rect", x=x, y=y - 6, width=SWATCH - 6, height=12, fill=BAND, stroke=OTHER, stroke_width="0.75"
    )


def whisker(x: float, y: float) -> Markup:
    end = x + SWATCH - 6
    return tag("path", d=f"M{x} {y}H{end}M{x} {y - 4}v8M{end} {y - 4}v8", stroke=INK, stroke_width="1.5")


MEDIAN_DASH = "7 4"
TARGET_DASH = "2 4"
BESIDE_DASHES = ("12 3 2 3", "1 3", "16 4")


def beside_dash(place: int) -> str:
    """Lines beside the council's are told apart by their dashes, and by name."""
    return BESIDE_DASHES[place % len(BESIDE_DASHES)]


def _line(x: float, y: float, stroke: str, width: float, dash: str = "") -> Markup:
    dashes: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    return tag("path", d=f"M{x} {y}h{SWATCH - 6}", stroke=stroke, stroke_width=width, **dashes)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a key."""

    swatch: Swatch
    text: str
    bold: bool = False


def key(items: Sequence[Item], top: float, width: float, font: float) -> tuple[Markup, float]:
    """The entries from `top` down in rows at most `width` wide, and the y below them."""
    parts: list[Markup] = []
    line = font * 1.5
    x, y = 0.0, top
    for item in items:
        size = font * (BOLDER if item.bold else 1)
        lines = wrap(item.text, width - SWATCH, size)
        needed = SWATCH + max(width_of(part, size) for part in lines)
        if x and x + needed > width:
            x, y = 0.0, y + line
        parts.append(item.swatch(x, y + font * 0.65))
        weight: dict[str, str | float] = {"font_weight": "bold"} if item.bold else {}
        for part in lines:
            parts.append(text(part, x + SWATCH, y + font, fill=OWN if item.bold else INK, **weight))
            y += line if part is not lines[-1] else 0
        x += needed + GAP
    return join(parts), y + (line if items else 0)


def notes(sentences: Sequence[str], top: float, width: float, font: float) -> tuple[Markup, float]:
    """Sentences in muted text from `top` down, and the y below them."""
    lines = [line for sentence in sentences for line in wrap(sentence, width, font)]
    step = font * 1.35
    parts = (text(line, 0, top + font + i * step, fill=MUTED, font_size=font) for i, line in enumerate(lines))
    return join(parts), top + len(lines) * step
