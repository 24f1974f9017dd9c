"""What people owe of contracts: the step that its nearest day has reached, reviews, and insurances that run out."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max, Prefetch, Q
from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation
from moothall.spend import rules
from moothall.spend.models import Contract, Extension, Insurance
from moothall.spend.models import Rules as RulesRow
from moothall.spend.permissions import MANAGE_CONTRACTS, READ

KIND = "contract"
LEAD = timedelta(days=30)  # of reviews and insurances
WORDS = {
    "notice": "give notice or let it go on",
    "extension": "take the extension up or not",
    "end": "say what comes after it",
}


def rule(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """What is to be settled of contracts that are not over: four queries, however many there are."""
    own = RulesRow.objects.filter(organisation=organisation, from_date__lte=on).first()
    steps = own.months if own and own.months else rules.STEPS
    found = (
        Contract.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=on), organisation=organisation)
        .select_related("service", "owner")
        .annotate(reviewed=Max("reviews__on"))
        .prefetch_related(
            Prefetch(
                "extensions",
                Extension.objects.filter(used_on__isnull=True, ended_on__isnull=True),
                to_attr="open",
            ),
            Prefetch("insurances", Insurance.objects.filter(replaced_by__isnull=True)),
        )
    )
    for it in found:
        yield from _of_contract(it, on, until, steps)


def _of_contract(it: Contract, on: date, until: date, steps: tuple[int, ...]) -> Iterator[Due]:
    href = reverse("contract", args=[it.pk])
    options = [one.notice_by for one in it.open]  # type: ignore[attr-defined]
    found = rules.moments(it.last_day, it.notice_by, options)
    alert = rules.alert(found, it.reviewed, on, steps)  # type: ignore[attr-defined]
    if alert and alert.moment.day <= until and not it.terminated_on:
        what = WORDS[alert.moment.what]
        yield Due(
            KIND,
            f"{it.pk}-{alert.key}",
            f"Contract {it}: {what}",
            alert.moment.day,
            href,
            it.owner,
            words=f"the step of {alert.months} months before"
            + (", reviewed since" if alert.answered else ""),
            service=it.service.slug,
            tell=not alert.answered,
        )
    if it.review_on and it.review_on <= until:
        yield Due(
            KIND,
            f"{it.pk}-review",
            f"Review contract {it}",
            it.review_on,
            href,
            it.owner,
            service=it.service.slug,
            tell=it.review_on - LEAD <= on,
        )
    for one in it.insurances.all():
        if one.expires_on <= until:
            yield Due(
                KIND,
                f"{it.pk}-insurance-{one.kind}",
                f"{one} of contract {it}: ask for the new certificate",
                one.expires_on,
                href,
                it.owner,
                service=it.service.slug,
                tell=one.expires_on - LEAD <= on,
            )


ROOM = Room("Contracts", reads=READ, manages=MANAGE_CONTRACTS, rule=rule)
