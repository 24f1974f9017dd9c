"""A real value for every argument a route takes. A new route with an argument of a new name needs a line here."""

from typing import TYPE_CHECKING

from tests.people import membership

if TYPE_CHECKING:
    from tests.people import World


def samples(world: "World") -> dict[str, object]:
    """Argument name to a value that a real thing in the test world has."""
    assert world.key
    return {
        "person": world.person["councillor"].pk,
        "membership": membership(world.person["councillor"]).pk,
        "key": world.key[0].pk,
        "provider_id": "council",
        "uidb36": "1",
        "measure": "recycling-rate",
        "area": "E07000234",
        "series": world.published.series_id,
        "start": world.published.start,
        "load": world.loads[0].pk,
    }
