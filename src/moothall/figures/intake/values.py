"""What a cell says: a number, or why there is none."""

from typing import NamedTuple

from moothall.figures.intake import Fault
from moothall.figures.models import Missing
from moothall.kit.numbers import NotANumber, exact
from moothall.reference.shorthand import MARKERS, Marker, meaning, split_markers

REMEMBERED = 100_000  # distinct spellings remembered at a time: enough for repeats, bounded for a long file


class Cell(NamedTuple):
    """A cell as it is stored: mantissa and scale, or why there is no value; and what its markers say of it."""

    mantissa: int | None
    scale: int = 0
    missing: str = ""
    reason: str = ""
    status: str = ""


class Cells(dict[str, Cell]):
    """Cells by their text, each spelling read once. A text that is no number and no marker is a Fault."""

    def __init__(self, unit: str, blank: tuple[Missing, str]):
        super().__init__()
        self.unit, self.blank = unit, blank

    def __missing__(self, text: str) -> Cell:
        if len(self) > REMEMBERED:
            self.clear()
        cell = self[text] = self._read(text)
        return cell

    def _read(self, text: str) -> Cell:
        if not text or text.isspace():
            return Cell(None, 0, self.blank[0].value, self.blank[1])
        if marker := meaning(text):
            return _absent(marker)
        number, markers = split_markers(text)
        for sign in "%£":
            if sign in number and not self.unit.startswith(sign):
                raise Fault(
                    f"'{text.strip()}' is in {sign}, and this measure is in {self.unit or 'plain numbers'}."
                )
        try:
            mantissa, scale = exact(number)
        except NotANumber as fault:
            raise Fault(str(fault)) from fault
        return Cell(mantissa, scale, status=",".join(code for marker in markers for code in _codes(marker)))


def _absent(marker: Marker) -> Cell:
    if marker.kind == "status":
        return Cell(None, 0, Missing.MISSING.value, marker.reason, ",".join(_codes(marker)))
    return Cell(None, 0, marker.kind, marker.reason)


def status(text: str) -> tuple[str, Marker | None]:
    """A status column's cell as stored (its marker's code), and what it means. Unknown words are kept as written."""
    if not text or text.isspace():
        return "", None
    marker = meaning(text)
    return (_codes(marker)[0] if marker and _codes(marker) else text.strip()[:20]), marker


def _codes(marker: Marker) -> list[str]:
    return [code for code, known in MARKERS.items() if known is marker and code.isalpha()][:1]
