"""The best one-to-one assignment of rows to columns (Kuhn and Munkres, with potentials).

scipy has it and takes longer to start than a file of 200,000 payments takes to read.
"""

from collections.abc import Sequence
from math import inf


def assign(merits: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column that makes the sum of merits greatest; None for rows beyond the columns."""
    if not merits or not merits[0]:
        return [None] * len(merits)
    rows, columns = len(merits), max(len(merits), len(merits[0]))  # columns of no merit fill it up
    cost = [[-it for it in row] + [0.0] * (columns - len(row)) for row in merits]
    by_row, by_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    holder, before = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        holder[0], at = row, 0
        least, used = [inf] * (columns + 1), [False] * (columns + 1)
        while holder[at]:
            used[at] = True
            best, following, mine = inf, 0, holder[at]
            for column in range(1, columns + 1):
                if used[column]:
                    continue
                reduced = cost[mine - 1][column - 1] - by_row[mine] - by_column[column]
                if reduced < least[column]:
                    least[column], before[column] = reduced, at
                if least[column] < best:
                    best, following = least[column], column
            for column in range(columns + 1):
                if used[column]:
                    by_row[holder[column]] += best
                    by_column[column] -= best
                else:
                    least[column] -= best
            at = following
        while at:
            holder[at], at = holder[before[at]], before[at]
    found: list[int | None] = [None] * rows
    for column in range(1, len(merits[0]) + 1):
        if holder[column]:
            found[holder[column] - 1] = column - 1
    return found
