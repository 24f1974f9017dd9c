"""What was spent on contracts, as far as any room knows: rooms tell it here, and nobody here knows which."""

from collections.abc import Callable, Collection, Mapping

from moothall.spend.models import Contract

Told = Callable[[Collection[int]], Mapping[int, int]]
"""What was spent on some contracts, by their keys, in pence without VAT; one of which nothing is known is left out."""

TOLD: dict[str, Told] = {}


def told_by(room: str, told: Told) -> None:
    """Has a room's word on what was spent counted too. Called at start-up."""
    TOLD[room] = told


def spent_on(contracts: Collection[int]) -> dict[int, int]:
    """The most that any room knows was spent on each of some contracts: a query a room, however many they are."""
    found: dict[int, int] = {}
    for told in TOLD.values():
        for contract, pence in told(contracts).items():
            found[contract] = max(pence, found.get(contract, pence))
    return found


def spent(contract: Contract) -> int | None:
    """The same of one contract; None where no room knows anything."""
    return spent_on([contract.pk]).get(contract.pk)
