"""What was spent on a contract, as far as any room knows: rooms tell it here, and nobody here knows which."""

from collections.abc import Callable

from moothall.spend.models import Contract

Told = Callable[[Contract], int | None]
"""What was spent on a contract, in pence without VAT; None where nothing is known."""

TOLD: dict[str, Told] = {}


def told_by(room: str, told: Told) -> None:
    """Has a room's word on what was spent counted too. Called at start-up."""
    TOLD[room] = told


def spent(contract: Contract) -> int | None:
    """The most that any room knows was spent on a contract; None where none knows anything."""
    return max((it for told in TOLD.values() if (it := told(contract)) is not None), default=None)
