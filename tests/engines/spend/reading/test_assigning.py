"""The assignment is the best there is: compared with trying all of them."""

from itertools import permutations
from random import Random

import pytest

from moothall.engines.spend.reading.assigning import assign


@pytest.mark.parametrize("seed", range(20))
def test_no_other_assignment_is_better(seed):
    random = Random(seed)
    rows, columns = random.randint(1, 5), random.randint(1, 5)
    merits = [[random.choice([0.0, random.random()]) for _ in range(columns)] for _ in range(rows)]
    found = assign(merits)
    taken = [it for it in found if it is not None]
    assert len(taken) == len(set(taken))
    size = max(rows, columns)
    square = [[merits[r][c] if r < rows and c < columns else 0 for c in range(size)] for r in range(size)]
    best = max(sum(square[row][column] for row, column in enumerate(it)) for it in permutations(range(size)))
    assert sum(
        merits[row][column] for row, column in enumerate(found) if column is not None
    ) == pytest.approx(best)


def test_nothing():
    assert assign([]) == []
    assert assign([[], []]) == [None, None]
