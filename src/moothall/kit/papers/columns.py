"""Whether a table's first row names its columns, where the file does not say."""

import re

_LONGEST_NAME = 60


def names_columns(cells: list[str]) -> bool:
    """Two names or more, short, none of them a number or a sentence or a label such as 'Date:'."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return len(said) >= 2 and all(map(_is_name, said))


def _is_name(cell: str) -> bool:
    return (
        len(cell) <= _LONGEST_NAME
        and not cell.endswith((":", ".", ","))
        and re.search(r"[^\W\d]", cell) is not None
    )
