"""What the demonstration council collects: October's values in every state, and measures that fall due later."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from moothall.core import clock
from moothall.core.models import Organisation, Person, Service
from moothall.performance.collection import actions, queries
from moothall.performance.collection.coming import Item
from moothall_demo.series import LAST

SOON, LATER = 10, 30  # working days after the period that values are due
LONG_AGO = timedelta(days=700)


class Asked(NamedTuple):
    """Measures of a service that are asked for: working days after the period, parts, and who returns them if named."""

    service: str
    measures: tuple[str, ...]
    days: int
    parts: tuple[str, ...] = ()
    contributor: str = ""


class Given(NamedTuple):
    """A value that was returned: by whom, why it is right all the same, and how far it went."""

    measure: str
    who: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    part: str = ""
    note: str = ""
    because: str = ""
    missing: str = ""
    state: str = "signed off"  # or "draft", "waiting", "sent back"
    words: str = ""


ASKED = (
    Asked("waste", ("missed-bins", "missed-bins-put-right", "garden-waste-subscriptions"), SOON),
    Asked("street-scene", ("fly-tips-reported", "fly-tips-cleared"), SOON, contributor="ewan.price"),
    Asked("street-scene", ("streets-littered", "grass-cut-on-schedule"), LATER, contributor="ewan.price"),
    Asked("customer-services", ("complaints-received", "complaints-answered-in-time"), LATER),
    Asked("housing", ("temporary-accommodation", "homelessness-prevented"), LATER),
    Asked("corporate", ("phishing-tests-clicked", "risky-systems-audited"), LATER),
    Asked("corporate", ("proactive-work-time",), LATER),
    Asked(
        "corporate", ("critical-systems-downtime",), LATER, ("Revenues and benefits", "Website", "Telephones")
    ),
    Asked(
        "corporate", ("carbon-scope-1-2",), LATER,
        ("Electricity", "Fleet fuel", "Gas and heating oil", "Refrigerants"),
    ),
)  # fmt: skip
OCTOBER = (
    Given(
        "missed-bins", "grace.hollins", numerator="3120", denominator="342180", state="draft",
        note="Counted from the new depot system.",
    ),
    Given(
        "missed-bins-put-right", "grace.hollins", numerator="228", denominator="240", state="sent back",
        words="240 is fewer than the bins that were reported: count October’s, not the first three weeks’.",
    ),
    Given(
        "fly-tips-reported", "ewan.price", value="412", state="waiting",
        note="Each pile along the bypass was reported on its own.",
        because="One lorry tipped at every lay-by of the bypass on 9 and 10 October.",
    ),
    Given("fly-tips-cleared", "ewan.price", numerator="352", denominator="412", state="waiting",
          because="The lay-bys again: see how many were reported."),
    Given("complaints-received", "sofia.lindqvist", value="39"),
    Given("complaints-answered-in-time", "sofia.lindqvist", numerator="34", denominator="38"),
    Given("temporary-accommodation", "ruth.adeyemi", value="74", state="waiting"),
    Given("critical-systems-downtime", "imran.sadiq", value="3.5", part="Revenues and benefits",
          note="A disk failed on 14 October."),
    Given("critical-systems-downtime", "imran.sadiq", value="0.0", part="Website"),
    Given(
        "critical-systems-downtime", "imran.sadiq", part="Telephones", missing="missing", state="waiting",
        note="The supplier’s log of October was lost; the next one is kept by us.",
    ),
)  # fmt: skip


def collect_values(
    officer: Person, organisation: Organisation, services: Mapping[str, Service], people: Mapping[str, Person]
) -> None:
    """Asks for values from October 2026 on, and returns what was returned by November."""
    if queries.asks(officer, organisation).exists():
        return
    today = clock.today()
    first = LAST + timedelta(days=1)
    if today - first > LONG_AGO:  # a demonstration of later years asks from two months back
        first = (today.replace(day=1) - timedelta(days=40)).replace(day=1)
    with transaction.atomic():
        for it in ASKED:
            actions.ask(
                officer,
                organisation=organisation,
                service=services[it.service],
                measures=it.measures,
                rule={"kind": "after", "number": it.days, "unit": "working days"},
                first_day=first,
                contributor=people.get(it.contributor),
                parts=it.parts,
            )
        wanted = {
            (it.measure.id, it.ask.breakdown): it
            for it in reversed(queries.collected(officer, organisation, today))
            if it.state.wanted and it.period.start >= first
        }
        _return(officer, organisation, people, wanted)


def _return(
    officer: Person,
    organisation: Organisation,
    people: Mapping[str, Person],
    wanted: Mapping[tuple[str, str], Item],
) -> None:
    done = []
    for it in OCTOBER:
        item = wanted.get((it.measure, it.part))
        if item is None:  # its first period is not over yet
            continue
        entry = actions.enter(
            people[it.who],
            ask=item.ask,
            start=item.period.start,
            value=_number(it.value),
            numerator=_number(it.numerator),
            denominator=_number(it.denominator),
            missing=it.missing,
            reason=it.note if it.missing else "",
            note="" if it.missing else it.note,
        )
        if it.state == "draft":
            continue
        actions.submit(
            people[it.who], entry=entry, because=it.because or ("Checked." if entry.doubts else "")
        )
        if it.state == "sent back":
            actions.send_back(officer, entry=entry, words=it.words)
        if it.state == "signed off":
            done.append(entry)
    if done:
        actions.sign_off(officer, organisation=organisation, entries=done)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
