"""Two small pictures that say what an XmR chart comes to: is it changing, and will it meet its target?

Our own drawings, in the shapes and colours that the points of the chart have, with the words for whoever cannot see
them. They are never shown without words beside them or as their text alternative.
"""

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from moothall.kit.charts.svg import INK, MUTED, tag
from moothall.kit.charts.xmr_drawing import CONCERN, IMPROVEMENT, NEUTRAL

SIZE = 40

_UP = "M20 30V13M12.5 20L20 12L27.5 20"
_DOWN = "M20 10V27M12.5 20L20 28L27.5 20"
_WAVE = "M8 20L13 15L18 24L23 16L28 24L32 20"
_TICK = "M11.5 21L17.5 27L29 14"
_CROSS = "M13 13L27 27M27 13L13 27"
_EITHER = "M11 27L17 14L22 27L28 14"

_DIAMOND = "M20 1.5L38.5 20L20 38.5L1.5 20Z"
_TRIANGLE = "M20 1.5L39 37H1Z"
_SQUARE = "M3 3h34v34h-34Z"
_ROUND = "M20 2A18 18 0 1 1 20 38A18 18 0 1 1 20 2Z"


class _Look(NamedTuple):
    words: str
    outline: str
    colour: str
    sign: str
    filled: bool = True
    lower: float = 0.0  # how far the sign is moved down: a triangle's middle is low


_LOOKS = {
    "common": _Look("No real change", _ROUND, MUTED, _WAVE, filled=False),
    "improvement_high": _Look("Improving: higher", _DIAMOND, IMPROVEMENT, _UP),
    "improvement_low": _Look("Improving: lower", _DIAMOND, IMPROVEMENT, _DOWN),
    "concern_high": _Look("Getting worse: higher", _TRIANGLE, CONCERN, _UP, lower=5),
    "concern_low": _Look("Getting worse: lower", _TRIANGLE, CONCERN, _DOWN, lower=5),
    "neutral_high": _Look("Higher than usual", _SQUARE, NEUTRAL, _UP),
    "neutral_low": _Look("Lower than usual", _SQUARE, NEUTRAL, _DOWN),
    "consistently_passes": _Look("Target can be expected to be met", _ROUND, IMPROVEMENT, _TICK),
    "consistently_fails": _Look("Target cannot be expected to be met", _ROUND, CONCERN, _CROSS),
    "hit_and_miss": _Look(
        "Target met at some times and missed at others", _ROUND, INK, _EITHER, filled=False
    ),
}
KINDS = tuple(_LOOKS)


@dataclass(frozen=True, slots=True)
class Icon:
    """The icon of a variation ('improvement_high', …) or an assurance ('hit_and_miss', …).

    Raises ValueError for a kind that has none: where nothing can be said, say that in words.
    """

    kind: str

    def __post_init__(self) -> None:
        if self.kind not in _LOOKS:
            raise ValueError(f"There is no icon {self.kind!r}: choose one of {', '.join(KINDS)}.")

    @property
    def words(self) -> str:
        """What it means."""
        return _LOOKS[self.kind].words

    @property
    def svg(self) -> Markup:
        """The picture with its words as its name, for where none stand beside it."""
        return self._svg(role="img", aria_label=self.words)

    @property
    def silent(self) -> Markup:
        """The picture alone, for where its words stand beside it: read once, not twice."""
        return self._svg(aria_hidden="true")

    def _svg(self, **named: str | float) -> Markup:
        look = _LOOKS[self.kind]
        shown = {} if "aria_hidden" in named else {"title": tag("title", escape(look.words))}
        sign = tag(
            "g",
            tag("path", d=look.sign, fill="none"),
            transform=f"translate(0 {look.lower:g})",
            stroke="#ffffff" if look.filled else look.colour,
            stroke_width=3,
            stroke_linecap="round",
            stroke_linejoin="round",
        )
        outline = tag(
            "path",
            d=look.outline,
            fill=look.colour if look.filled else "#ffffff",
            stroke=look.colour,
            stroke_width=2,
            stroke_linejoin="round",
        )
        return tag(
            "svg",
            *shown.values(),
            outline,
            sign,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {SIZE} {SIZE}",
            width=SIZE,
            height=SIZE,
            class_=f"mh-icon mh-icon--{self.kind.replace('_', '-')}",
            **named,
        )
