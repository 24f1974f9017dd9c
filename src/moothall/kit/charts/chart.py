"""A chart: one set of figures that is a picture, a table and a description, and always names its source."""

from dataclasses import dataclass
from hashlib import blake2s
from typing import NamedTuple, Protocol

from markupsafe import Markup, escape

from moothall.kit.charts.svg import FONT, Drawing, Size, clean, number, tag


class Table(NamedTuple):
    """The figures as text, in reading order: what the picture shows, and what is downloaded."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(Protocol):
    """What a kind of chart must do with its figures, and its two sizes: wide and narrow."""

    @property
    def sizes(self) -> tuple[Size, Size]: ...

    def draw(self, size: Size) -> Drawing: ...

    def table(self) -> Table: ...

    def words(self, title: str) -> str: ...


@dataclass(frozen=True)
class Chart:
    """A picture that cannot exist without a title, a source, a table and a description.

    `words` replaces the description made from the figures; `key` tells apart two equal charts on one page.
    Raises ValueError when the title, the source or the description is blank.
    """

    title: str
    source: str
    picture: Picture
    words: str | None = None
    key: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "source", "description"):
            if not getattr(self, name).strip():
                raise ValueError(f"Give the chart a {name}: a chart cannot be published without one.")

    @property
    def description(self) -> str:
        """The picture in words: its text alternative."""
        return self.picture.words(self.title) if self.words is None else self.words

    @property
    def table(self) -> Table:
        """The same figures as rows of text."""
        return self.picture.table()

    @property
    def svg(self) -> Markup:
        """The picture, 720 wide: for a desktop page, a document or a PDF. It needs no style sheet."""
        return self._svg(self.picture.sizes[0])

    @property
    def svg_narrow(self) -> Markup:
        """The picture laid out for a telephone, 343 wide, with text as large as on the desktop."""
        return self._svg(self.picture.sizes[1])

    @property
    def html(self) -> Markup:
        """Both pictures, for the page's style sheet to show one of: .mh-chart__wide or .mh-chart__narrow.

        A picture that has one size for all (a sparkline) is given once.
        """
        if self.picture.sizes[0] == self.picture.sizes[1]:
            return self.svg
        return tag(
            "div",
            tag("div", self.svg, class_="mh-chart__wide"),
            tag("div", self.svg_narrow, class_="mh-chart__narrow"),
            class_="mh-chart",
        )

    def _svg(self, size: Size) -> Markup:
        drawing, description = self.picture.draw(size), clean(self.description)
        # From the content, so that equal charts are equal bytes and different ones never share an id.
        seed = "\0".join((self.key, self.title, description, drawing.body))
        name = f"c{blake2s(seed.encode('utf-8', 'replace'), digest_size=5).hexdigest()}"
        return tag(
            "svg",
            tag("title", escape(clean(self.title)), id=f"{name}t"),
            tag("desc", escape(description), id=f"{name}d"),
            drawing.body,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {size.width} {number(drawing.height)}",
            width="100%" if size.fluid else size.width,
            role="img",
            aria_labelledby=f"{name}t",
            aria_describedby=f"{name}d",
            class_=f"mh-chart__svg mh-chart__svg--{size.name}",
            font_family=FONT,
            font_size=size.font,
        )
