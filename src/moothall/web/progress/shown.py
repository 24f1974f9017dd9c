"""Commitments as their pages show them."""

from moothall.direction.money import pounds


def money(pence: int | None) -> str | None:
    """Pounds; None, which pages say in words, where there is no amount."""
    return None if pence is None else pounds(pence)
