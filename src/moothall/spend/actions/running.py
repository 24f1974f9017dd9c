"""While a contract runs: extensions, reviews, insurances, indicators and social value."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import line, prose, prose_or_none
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import NotANumber, split
from moothall.spend.actions.held import LONGEST, LONGEST_LINE, been, of_contract, one_of
from moothall.spend.actions.recording import last_day_of, write_version
from moothall.spend.life import Cover, Next, Rating, Tie
from moothall.spend.models import (
    Contract,
    ContractTie,
    Delivered,
    Extension,
    Indicator,
    IndicatorReport,
    Insurance,
    Review,
    SocialValue,
)
from moothall.spend.rules import PER_MILLE


def add_extension(
    person: Person,
    *,
    contract: Contract,
    until: date,
    notice_by: date | None = None,
    value_pence: int | None = None,
) -> Extension:
    """Records a right to go on until a day. It changes nothing until it is used."""
    with of_contract(person, "contract.extension_added", contract) as (it, entry):
        if it.terminated_on:
            raise NotPossible("It is terminated: there is nothing to extend.")
        if it.ends is None:
            raise NotPossible("It has no end, so there is nothing to extend: give it a last day first.")
        latest = max([it.ends, *_options(it).values_list("until", flat=True)])
        if until <= latest:
            raise NotPossible(f"It can go on to {spoken_date(latest)} already: give a later day.")
        made = Extension.objects.create(
            contract=it, until=until, notice_by=notice_by, value_pence=value_pence
        )
        entry.after = {"until": until.isoformat(), "value in pence": value_pence}
    return made


def use_extension(
    person: Person, *, extension: Extension, reason: str, on: date, decision: ContractTie | None = None
) -> None:
    """Takes an extension up: the contract goes on to its day. `decision` is what it was decided by."""
    with of_contract(person, "contract.extended", extension.contract) as (it, entry):
        one = Extension.objects.select_for_update().get(pk=extension.pk)
        been(on)
        if one.used_on or one.ended_on:
            raise NotPossible("This extension was used or given up already.")
        if it.terminated_on:
            raise NotPossible("It is terminated: there is nothing to extend.")
        if it.last_day and on > it.last_day:
            raise NotPossible(
                f"It was over on {spoken_date(it.last_day)}: an extension is taken up before, so give that day, "
                "or record the contract that came after it."
            )
        earlier = _options(it).filter(used_on__isnull=True, until__lt=one.until).first()
        if earlier:
            raise NotPossible(f"Take up the extension to {spoken_date(earlier.until)} first, or give it up.")
        if decision and (decision.contract_id != it.pk or decision.kind == Tie.RISK):
            raise NotPossible("Choose a decision that this contract is tied to.")
        entry.before = {"last day": it.last_day.isoformat() if it.last_day else None}
        one.used_on, one.used_by, one.decision = on, person, decision
        one.used_because = prose(reason, "the reason", LONGEST)
        one.save()
        it.last_day = last_day_of(it)
        it.save(update_fields=["last_day"])
        entry.after = write_version(person, it, one.used_because).said


def give_up_extension(person: Person, *, extension: Extension, on: date) -> None:
    """Says that an extension will not be used."""
    with of_contract(person, "contract.extension_given_up", extension.contract) as (_, entry):
        one = Extension.objects.select_for_update().get(pk=extension.pk)
        if one.used_on or one.ended_on:
            raise NotPossible("This extension was used or given up already.")
        one.ended_on = on
        one.save(update_fields=["ended_on"])
        entry.after = {"until": one.until.isoformat(), "given up": on.isoformat()}


def review(
    person: Person, *, contract: Contract, words: str, next: str, on: date, review_on: date | None = None
) -> Review:
    """Says what a review found and what is to become of the contract: it answers the alert of the step reached."""
    with of_contract(person, "contract.reviewed", contract) as (it, entry):
        been(on)
        if review_on and review_on <= on:
            raise NotPossible("The next review is after this one: give a later day.")
        made = Review.objects.create(
            contract=it,
            on=on,
            words=prose(words, "what was found", LONGEST),
            next=one_of(next, Next.values, "what is to become of it"),
            by=person,
            at=clock.now(),
        )
        entry.before = {"next": it.next, "next review": it.review_on.isoformat() if it.review_on else None}
        it.next, it.review_on = next, review_on
        it.save(update_fields=["next", "review_on"])
        entry.after = {"on": on.isoformat(), "words": made.words, "next": next}
    return made


def add_insurance(
    person: Person,
    *,
    contract: Contract,
    kind: str,
    expires_on: date,
    insurer: str = "",
    cover_pence: int | None = None,
) -> Insurance:
    """Records cover that the supplier holds. It takes the place of the one of its kind before."""
    with of_contract(person, "contract.insurance_added", contract) as (it, entry):
        one_of(kind, Cover.values, "what it covers")
        before = it.insurances.filter(kind=kind, replaced_by__isnull=True).first()
        if before and expires_on <= before.expires_on:
            raise NotPossible(f"The one there lasts to {spoken_date(before.expires_on)}: give a later day.")
        made = Insurance.objects.create(
            contract=it,
            kind=kind,
            insurer=prose_or_none(insurer, "the insurer", 120),
            cover_pence=cover_pence,
            expires_on=expires_on,
            added_by=person,
            added_at=clock.now(),
        )
        if before:
            before.replaced_by = made
            before.save(update_fields=["replaced_by"])
        entry.before = {"expires": before.expires_on.isoformat()} if before else None
        entry.after = {"kind": kind, "expires": expires_on.isoformat(), "cover in pence": cover_pence}
    return made


def add_indicator(person: Person, *, contract: Contract, name: str, target: str) -> Indicator:
    """Adds a key performance indicator with its target, in words."""
    with of_contract(person, "contract.indicator_added", contract) as (it, entry):
        made = Indicator.objects.create(
            contract=it,
            name=line(name, "the name", LONGEST_LINE),
            target=line(target, "the target", LONGEST_LINE),
            added_by=person,
            added_at=clock.now(),
        )
        entry.after = {"name": made.name, "target": made.target}
    return made


def report_indicator(
    person: Person, *, indicator: Indicator, on: date, value: str, rating: str, words: str = ""
) -> IndicatorReport:
    """Says how the supplier did against an indicator up to a day."""
    with of_contract(person, "contract.indicator_reported", indicator.contract) as (_, entry):
        been(on)
        if indicator.ended_on:
            raise NotPossible("This indicator has ended: report against another.")
        made = IndicatorReport.objects.create(
            indicator=indicator,
            on=on,
            value=line(value, "the value", 60),
            rating=one_of(rating, Rating.values, "how the supplier did"),
            words=prose_or_none(words, "what is said of it", LONGEST),
            by=person,
            at=clock.now(),
        )
        entry.after = {
            "indicator": indicator.name,
            "on": on.isoformat(),
            "value": made.value,
            "rating": rating,
        }
    return made


def promise_social_value(
    person: Person,
    *,
    contract: Contract,
    what: str,
    unit: str,
    units: Decimal,
    proxy_pence: int,
    proxy_year: int,
    proxy_source: str,
    deadweight: Decimal = Decimal(0),
    attribution: Decimal = Decimal(100),
    displacement: Decimal = Decimal(0),
    by_day: date | None = None,
) -> SocialValue:
    """Records social value that the supplier promised. The three shares are per cent, to a tenth at most."""
    with of_contract(person, "contract.social_value_promised", contract) as (it, entry):
        if not 2000 <= proxy_year <= clock.today().year + 1:
            raise NotPossible("The year of the proxy is that of its prices, such as 2026.")
        shares = {
            name: _per_mille(value, name)
            for name, value in (
                ("deadweight", deadweight),
                ("attribution", attribution),
                ("displacement", displacement),
            )
        }
        mantissa, scale = _units(units)
        made = SocialValue.objects.create(
            contract=it,
            what=line(what, "what was promised", LONGEST_LINE),
            unit=line(unit, "the unit", 60),
            mantissa=mantissa,
            scale=scale,
            proxy_pence=proxy_pence,
            proxy_year=proxy_year,
            proxy_source=line(proxy_source, "where the proxy is from", LONGEST_LINE),
            by_day=by_day,
            added_by=person,
            added_at=clock.now(),
            **shares,
        )
        entry.after = {"what": made.what, "units": str(made.units), "proxy in pence": proxy_pence} | shares
    return made


def deliver_social_value(
    person: Person, *, social_value: SocialValue, units: Decimal, on: date, evidence: str
) -> Delivered:
    """Records units of promised social value that were delivered, and how that is known."""
    with of_contract(person, "contract.social_value_delivered", social_value.contract) as (_, entry):
        been(on)
        mantissa, scale = _units(units)
        made = Delivered.objects.create(
            social_value=social_value,
            on=on,
            mantissa=mantissa,
            scale=scale,
            evidence=prose(evidence, "how that is known", LONGEST),
            by=person,
            at=clock.now(),
        )
        entry.after = {"what": social_value.what, "units": str(made.units), "on": on.isoformat()}
    return made


def _options(it: Contract) -> "QuerySet[Extension]":
    return it.extensions.filter(ended_on__isnull=True)


def _units(units: Decimal) -> tuple[int, int]:
    try:
        mantissa, scale = split(units)
    except NotANumber as fault:
        raise NotPossible(str(fault)) from fault
    if mantissa < 0:
        raise NotPossible("Units are nought or more.")
    return mantissa, scale


def _per_mille(percent: Decimal, name: str) -> int:
    tenths = percent * 10
    if not 0 <= tenths <= PER_MILLE or tenths != tenths.to_integral_value():
        raise NotPossible(f"The {name} is a share from 0 to 100%, to a tenth at most.")
    return int(tenths)
