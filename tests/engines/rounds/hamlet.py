"""A school morning small enough to be counted by hand: places on a line, a kilometre and a minute apart.

depot 0 - ann 1 - ben 2 - cat 3 - oak school 4 - dan 5 - ash school 6
"""

from moothall.engines.rounds.problem import Window
from moothall.engines.rounds.school import DropOff, Morning, PickUp, SchoolPlan, SchoolProblem
from moothall.engines.rounds.school.problem import Boarding, Kind, Pupil, School, Travel

PLACES = ("depot", "ann's", "ben's", "cat's", "oak", "dan's", "ash")
LINE = Travel(
    PLACES,
    tuple(tuple(60 * abs(i - j) for j in range(7)) for i in range(7)),
    tuple(tuple(1000 * abs(i - j) for j in range(7)) for i in range(7)),
)
HALF_PAST_EIGHT, NINE = 30_600, 32_400


def pupil(name: str, school: str, **others: object) -> Pupil:
    given: dict[str, object] = {"boards": (Boarding(f"{name}'s"),), "journey": 600, "boarding": 30} | others
    return Pupil(name, school, **given)  # type: ignore[arg-type]


CAR = Kind(
    "car", "depot", 4, 4, 1, 2, pence_a_day=2000, pence_an_hour=3600, pence_a_mile=100, grams_a_mile=300
)
HAMLET = SchoolProblem(
    "Hamlet",
    LINE,
    (pupil("ann", "oak"), pupil("ben", "oak"), pupil("cat", "ash"), pupil("dan", "ash")),
    (
        School("oak", "oak", Window(HALF_PAST_EIGHT, HALF_PAST_EIGHT + 600), alighting=60),
        School("ash", "ash", Window(HALF_PAST_EIGHT, HALF_PAST_EIGHT + 600), alighting=60),
    ),
    (CAR,),
)


def morning(*stops: str, kind: str = "car") -> Morning:
    """Pupils by name, schools by name."""
    return Morning(
        kind, tuple(DropOff(it) if it in ("oak", "ash") else PickUp(it, f"{it}'s") for it in stops)
    )


def plan(*mornings: Morning) -> SchoolPlan:
    return SchoolPlan(mornings)


ALL_IN_ONE = plan(morning("ann", "ben", "cat", "oak", "dan", "ash"))
