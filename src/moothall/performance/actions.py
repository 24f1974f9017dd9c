"""Every change of state to performance: setting targets."""

from datetime import date
from decimal import Decimal

from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.figures.answering import answering
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.kit.numbers import NotANumber, split
from moothall.performance import signal
from moothall.performance.models import Target


def set_target(
    person: Person,
    *,
    organisation: Organisation,
    measure: Measure,
    value: Decimal | None,
    upper: Decimal | None = None,
    tolerance: Decimal | None = None,
    from_date: date,
    to_date: date | None = None,
    area: Area | None = None,
    breakdown: str = "",
) -> Target:
    """Sets what a measure should reach, superseding older targets for the days it covers.

    Without a value it says that there is no target in those days. Raises NotPossible with one sentence when
    the target could not be judged; PermissionDenied unless the measure's service is within the person's
    reach.
    """
    with change(
        person,
        "performance.target",
        "target.set",
        organisation=organisation,
        service=answering(organisation, measure),
        measure=measure.id,
    ) as entry:
        check(measure, value, upper, tolerance, from_date, to_date)
        target = Target(
            organisation=organisation,
            measure=measure.id,
            area=area,
            breakdown=breakdown,
            from_date=from_date,
            to_date=to_date,
            set_by=person,
            set_at=entry.at,
        )
        target.value, target.upper, target.tolerance = value, upper, tolerance
        before = Target.objects.filter(
            organisation=organisation, measure=measure.id, area=area, breakdown=breakdown
        ).first()
        target.save()
        subject(entry, target)
        entry.before = _said(before) if before else None
        entry.after = _said(target)
        signal.refresh(person, organisation, [measure])
    return target


def check(
    measure: Measure,
    value: Decimal | None,
    upper: Decimal | None,
    tolerance: Decimal | None,
    from_date: date,
    to_date: date | None,
) -> None:
    """Raises NotPossible with one sentence when a target could not be judged or kept."""
    if to_date and to_date < from_date:
        raise NotPossible("The last day of a target comes before its first: change one of the dates.")
    if value is None and (upper is not None or tolerance is not None):
        raise NotPossible("Give the target, or leave the upper end and the tolerance blank too.")
    if value is not None and upper is None and measure.polarity == "neither":
        raise NotPossible(
            f"Neither more nor less of '{measure.title}' is better: give a range, with both its ends."
        )
    if value is not None and upper is not None and upper < value:
        raise NotPossible("The upper end of a range lies above the lower: change one of them.")
    if tolerance is not None and tolerance < 0:
        raise NotPossible("A tolerance is how far past the target still counts as close: write zero or more.")
    for number in (value, upper, tolerance):
        if number is not None:
            try:
                split(number)
            except NotANumber as fault:
                raise NotPossible(str(fault)) from fault


def _said(target: Target) -> dict[str, str | None]:
    named = {
        "value": target.value,
        "upper": target.upper,
        "tolerance": target.tolerance,
        "from": target.from_date,
        "to": target.to_date,
    }
    return {
        "measure": target.measure,
        **{name: None if it is None else str(it) for name, it in named.items()},
    }
