"""Who is fetched where and when, row by row, for the driver, the assistant and the school."""

from dataclasses import dataclass

from moothall.engines.rounds.school.check import Called, SchoolReport
from moothall.engines.rounds.school.plan import DropOff
from moothall.engines.rounds.school.problem import SchoolProblem

WHEELCHAIR, ASSISTANT, ALONE, APART = "wheelchair", "assistant", "rides alone", "not with "


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil at a stop. Vehicles, runs and stops are numbered from 1; `arrives` and `leaves` are seconds after
    midnight, the vehicle's; `gate` is when it comes to the pupil's school."""

    vehicle: int
    kind: str
    run: int
    stop: int
    place: str
    arrives: int
    leaves: int
    pupil: str
    gets: str
    school: str
    gate: int
    needs: tuple[str, ...]


def manifest(problem: SchoolProblem, report: SchoolReport) -> tuple[Line, ...]:
    """A line for each pupil who gets on, and one for each who gets off, in the order in which they do.

    For a checked plan; calls at one place without a drive between them are one stop.
    """
    pupils = {it.id: it for it in problem.pupils}
    schools = {it.id: it for it in problem.schools}
    needs: dict[str, tuple[str, ...]] = {}
    for it in problem.pupils:
        apart = {*it.apart, *(other.id for other in problem.pupils if it.id in other.apart)}
        said = (it.wheelchair, WHEELCHAIR), (it.assistant, ASSISTANT), (it.alone, ALONE)
        needs[it.id] = (
            *(word for yes, word in said if yes), *(APART + other for other in sorted(apart)),
        )  # fmt: skip

    def place(call: Called) -> str:
        return schools[call.stop.school].place if isinstance(call.stop, DropOff) else call.stop.place

    lines = []
    for vehicle, driven in enumerate(report.mornings, 1):
        run, stop, before, empty = 0, 0, "", True
        for n, call in enumerate(driven.calls):
            run += empty
            empty = call.aboard == 0
            stop += place(call) != before
            before = place(call)
            for id in call.pupils:
                school = pupils[id].school
                gate = next(
                    (
                        it.arrives
                        for it in driven.calls[n:]
                        if isinstance(it.stop, DropOff) and id in it.pupils
                    ),
                    call.arrives,
                )
                gets = "off" if isinstance(call.stop, DropOff) else "on"
                lines.append(
                    Line(
                        vehicle, driven.kind, run, stop, before, call.arrives, call.leaves, id, gets, school, gate,
                        needs[id],
                    )
                )  # fmt: skip
    return tuple(lines)
