"""How a measure's figures are written."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Unit:
    """`prefix` and `suffix` touch the number ('£', '%'); `name` is the unit in words ('kg per household')."""

    prefix: str = ""
    suffix: str = ""
    name: str = ""
    decimals: int = 1

    def text(self, value: Decimal | None, missing: str = "no figure") -> str:
        """The figure as people read it: '43.8%', '£1,204', '-3.0'. Halves round away from nought."""
        if value is None:
            return missing
        rounded = value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP, _WIDE)
        return self._dress(rounded, f"{abs(rounded):,f}")

    def said(self, value: Decimal) -> str:
        """The figure in a sentence, where a bare number needs its unit: '411.8 kg per household'."""
        bare = self.name and not (self.prefix or self.suffix)
        return f"{self.text(value)} {self.name}" if bare else self.text(value)

    def tick(self, value: Decimal) -> str:
        """The figure as an axis writes it: with no more decimals than it needs."""
        plain = f"{abs(value):,f}"
        return self._dress(value, plain.rstrip("0").rstrip(".") if "." in plain else plain)

    def _dress(self, value: Decimal, digits: str) -> str:
        return f"{'−' if value < 0 else ''}{self.prefix}{digits}{self.suffix}"


PLAIN = Unit()
