"""Mappings: what a person decided of a layout of columns, remembered for the next file that has it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from moothall.kit.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided of one layout. Fields that are not named are recognised as ever.

    `columns`: field -> heading ('column 3' in a file without headings), or None where no column holds the field.
    """

    columns: Mapping[str, str | None] = field(default_factory=dict)
    kind: str | None = None  # 'payments' | 'cards' | 'contracts' | 'orders'
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Mappings:
    """Corrections by the fingerprint of a layout (`file.layout`)."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)

    def of(self, layout: str) -> Correction:
        return self.corrections.get(layout, Correction())

    def corrected(self, layout: str, **decided: Any) -> Self:
        """These mappings and one more decision: columns={field: heading}, kind=…, day_first=…"""
        before = self.of(layout)
        if "columns" in decided:
            decided["columns"] = {**before.columns, **decided["columns"]}
        return replace(self, corrections={**self.corrections, layout: replace(before, **decided)})

    @classmethod
    def load(cls, path: Path) -> Self:
        """From a JSON file; none yet is no corrections. Raises Unreadable."""
        if not path.exists():
            return cls()
        try:
            kept = json.loads(path.read_text("utf-8"))["layouts"]
            return cls(
                {
                    layout: Correction(dict(it.get("columns", {})), it.get("kind"), it.get("day_first"))
                    for layout, it in kept.items()
                }
            )
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            raise Unreadable(f"‘{path.name}’ is no file of mappings: name the one that was saved.") from None

    def save(self, path: Path) -> None:
        layouts = {
            layout: {
                "columns": dict(it.columns),
                **({"kind": it.kind} if it.kind else {}),
                **({} if it.day_first is None else {"day_first": it.day_first}),
            }
            for layout, it in sorted(self.corrections.items())
        }
        path.write_text(json.dumps({"layouts": layouts}, indent=2, ensure_ascii=False) + "\n", "utf-8")
