"""A picture with lines under it: for a file that leaves the page, and must say itself where it came from."""

from dataclasses import dataclass

from moothall.kit.charts import key
from moothall.kit.charts.chart import Picture, Table
from moothall.kit.charts.svg import INK, Drawing, Size, join, tag, text, wrap


@dataclass(frozen=True)
class Captioned:
    """The picture under its title, and over sentences: source, licence, period, how missing is treated."""

    title: str
    picture: Picture
    lines: tuple[str, ...]

    @property
    def sizes(self) -> tuple[Size, Size]:
        return self.picture.sizes

    def table(self) -> Table:
        return self.picture.table()

    def words(self, title: str) -> str:
        return " ".join((self.picture.words(title), *self.lines))

    def draw(self, size: Size) -> Drawing:
        font = size.font + 3
        heads = wrap(self.title, size.width, font * key.BOLDER)
        top = len(heads) * font * 1.3 + font * 0.5
        title = (
            text(line, 0, font + at * font * 1.3, font_size=font, font_weight="bold", fill=INK)
            for at, line in enumerate(heads)
        )
        inner = self.picture.draw(size)
        below, bottom = key.notes(self.lines, top + inner.height + 6, size.width, size.font - 1)
        body = [*title, tag("g", inner.body, transform=f"translate(0 {top:.1f})"), below]
        return Drawing(round(bottom + size.font / 2, 1), join(body))
