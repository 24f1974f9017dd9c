"""Tables drawn with lines: where the ruled lines of a page make a grid."""

from dataclasses import dataclass

from moothall.kit.papers.pdf_pages import Page, Segment

_NEAR = 3.0  # points


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[float, ...]  # the edges, from the left
    rows: tuple[float, ...]  # the edges, from the top

    def holds(self, segment: Segment) -> bool:
        across, down = (segment.left + segment.right) / 2, (segment.top + segment.bottom) / 2
        return (
            self.columns[0] - _NEAR < across < self.columns[-1] + _NEAR
            and self.rows[0] < down < self.rows[-1]
        )

    def cells(self, segments: list[Segment]) -> list[list[str]]:
        """The words of each cell, row by row; rows with none are left out."""
        said: dict[tuple[int, int], list[Segment]] = {}
        for it in segments:
            down, across = _between(self.rows, (it.top + it.bottom) / 2), _between(self.columns, it.left + 1)
            said.setdefault((down, across), []).append(it)
        rows = [
            [
                " ".join(it.text for it in said.get((down, across), []))
                for across in range(len(self.columns) - 1)
            ]
            for down in range(len(self.rows) - 1)
        ]
        return [row for row in rows if any(row)]


def grids(page: Page) -> list[Grid]:
    """The grids of at least two columns, from the top of the page."""
    across, down = _distinct(page.across), _distinct(page.down)
    found = []
    for group_across, group_down in _connected(across, down):
        columns = _merged([it[0] for it in group_down])
        rows = _merged([it[0] for it in group_across])
        if len(columns) >= 3 and len(rows) >= 2:
            found.append(Grid(tuple(columns), tuple(rows)))
    return sorted(found, key=lambda grid: grid.rows[0])


_Rule = tuple[float, float, float]


def _distinct(rules: list[_Rule]) -> list[_Rule]:
    return sorted({(round(at, 0), round(first, 0), round(last, 0)) for at, first, last in rules})


def _merged(places: list[float]) -> list[float]:
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _NEAR:
            merged.append(place)
    return merged


def _connected(across: list[_Rule], down: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Lines that cross or touch, directly or through others."""
    group = list(range(len(across) + len(down)))

    def root(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    for i, (y, left, right) in enumerate(across):
        for j, (x, top, bottom) in enumerate(down):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                group[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(rule)
    return [it for it in groups.values() if it[0] and it[1]]


def _between(edges: tuple[float, ...], place: float) -> int:
    for number in range(len(edges) - 1):
        if place < edges[number + 1]:
            return number
    return len(edges) - 2
