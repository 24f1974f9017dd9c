"""The life of a plan, by the roles that ship: written, endorsed, confirmed, published, corrected."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import page
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import ProtectedError
from tests.plan.conftest import BEGUN, MEETING, MET, RATE, TEXTS

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.kit.documents import typesetting
from moothall.plan import actions, queries
from moothall.plan.corrections import as_published
from moothall.plan.life import ALLOWED, LIFE, State
from moothall.plan.models import Confirmation, Edition, EditionFigure, EditionPdf, Plan, Revision

Who = Callable[..., Person]
Endorse = Callable[[Plan], Edition]


def everything() -> dict[str, Any]:
    """All that a change could touch, to show that a refusal touched nothing."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Plan, Revision, Edition, EditionFigure, EditionPdf, Confirmation, AuditEntry)
    }


def refused(kind: type[Exception], words: str, act: Callable[[], object]) -> None:
    before = everything()
    with pytest.raises(kind, match=words) as refusal:
        act()
    said = str(refusal.value)
    assert said.endswith((".", "?")) and "\n" not in said
    assert everything() == before


def test_from_draft_to_superseded(
    plan: Plan, officer: Person, clerk: Person, councillor: Person, endorse: Endorse
) -> None:
    first = endorse(plan)
    assert (first.number, first.state) == (1, State.ENDORSED)
    assert queries.published(organisation="ashcombe", plan=plan.slug) is None

    actions.confirm(councillor, edition=first)
    first = actions.publish(officer, edition=first)
    assert queries.published(organisation="ashcombe", plan=plan.slug) == first

    standing = queries.current(plan)["spend"]
    actions.write(officer, plan=plan, theme="spend", text="We buy less, and later.", opened=standing.number)
    second = actions.publish(officer, edition=endorse(plan))
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (State.SUPERSEDED, State.PUBLISHED, 2)
    assert queries.published(organisation="ashcombe", plan=plan.slug) == second
    assert queries.published(1, organisation="ashcombe", plan=plan.slug) == first


def test_an_edition_passed_over_cannot_be_published(plan: Plan, officer: Person, endorse: Endorse) -> None:
    first = endorse(plan)
    actions.write(officer, plan=plan, theme="spend", text="We buy later.", opened=1)
    actions.publish(officer, edition=endorse(plan))
    refused(NotPossible, "was superseded by a newer", lambda: actions.publish(officer, edition=first))


def test_every_state_and_step_is_on_one_screen() -> None:
    steps = set(ALLOWED)
    assert {(State.SIGNED_OFF, State.ENDORSED), (State.ENDORSED, State.PUBLISHED)} <= steps
    for now in State:
        for then in State:
            if (now, then) in steps:
                assert LIFE.moved("It", now, then) == then and ALLOWED[now, then]
            else:
                with pytest.raises(NotPossible):
                    LIFE.moved("It", now, then)


def test_the_edition_keeps_the_text_and_the_figures_as_they_stood(
    plan: Plan, officer: Person, endorse: Endorse, give: Callable[[str], None]
) -> None:
    edition = endorse(plan)
    frozen = edition.document
    figure = edition.figures.get(reference=RATE.strip("{} "))
    assert figure.shown == "42.3% (2022-23)"
    assert str(figure.observation.value) == "42.31"

    give("recycling-rate,X07000001,2022-23,44.91,4491,10000,\n")
    actions.write(officer, plan=plan, theme="services", text="Something else.", opened=1)
    edition = actions.publish(officer, edition=edition)
    edition.refresh_from_db()
    figure.refresh_from_db()
    assert edition.document == frozen
    assert "42.3% (2022-23)" in frozen and "Something else" not in frozen
    assert str(figure.observation.value) == "42.31"
    with pytest.raises(ProtectedError):
        figure.observation.delete()


def test_a_correction_is_said_and_the_number_stays(
    published: Edition, give: Callable[[str], None], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert queries.corrections(published) == []
    give("recycling-rate,X07000001,2022-23,44.91,4491,10000,\n")
    with django_assert_num_queries(2):
        (newer,) = queries.corrections(published)
    assert (newer.shown, newer.now, newer.since) == ("42.3%", "44.9%", clock.today())
    document = as_published(published, [newer])
    assert "a newer figure exists: 44.9%" in str(document) and "42.3% (2022-23)" in str(document)


@pytest.mark.parametrize(
    ("row", "shown", "now"),
    [
        ("42.34,4234,10000,", "42.31%", "42.34%"),  # smaller than the decimals of the measure show
        ("[c],,,withdrawn", "42.3%", "no figure: suppressed"),
    ],
)
def test_small_corrections_and_withdrawn_figures_are_said_too(
    published: Edition, give: Callable[[str], None], row: str, shown: str, now: str
) -> None:
    give(f"recycling-rate,X07000001,2022-23,{row}\n")
    (newer,) = queries.corrections(published)
    assert newer.shown == shown and newer.now.startswith(now)


def test_a_reload_of_the_same_value_is_no_correction(published: Edition, give: Callable[[str], None]) -> None:
    give("recycling-rate,X07000001,2022-23,42.31,4231,10000,checked again\n")
    assert queries.corrections(published) == []


def test_queries_stay_fixed_however_many_figures(
    plan: Plan, officer: Person, clerk: Person, django_assert_num_queries: Any
) -> None:
    many = " ".join(
        f'{{{{ figure("recycling-rate", period="{period}", area="X0700000{area}", show="{how}") }}}}'
        for period in ("2021-22", "2022-23", "2019-20")
        for area in "12"
        for how in ("value", "number")
    )
    queries.draft(clerk, plan)  # asks for the roles once
    with django_assert_num_queries(2):
        queries.draft(clerk, plan)
    actions.write(officer, plan=plan, theme="spend", text=many, opened=1)
    with django_assert_num_queries(3):  # the third lists the periods held, for the faults' sentences
        assert queries.draft(clerk, plan).problems


def test_nobody_endorses_what_they_wrote(
    plan: Plan, officer: Person, council: Organisation, person: Who, endorse: Endorse
) -> None:
    from moothall.core.models import Membership, Role

    both = person("democratic-services", "Both")
    Membership.objects.create(
        person=both, organisation=council, role=Role.objects.get(slug="performance-officer")
    )
    Membership.objects.create(
        person=officer, organisation=council, role=Role.objects.get(slug="democratic-services")
    )
    officer.__dict__.pop("_held", None)

    def by(somebody: Person) -> Edition:
        shown = queries.draft(somebody, plan)
        return actions.endorse(somebody, plan=plan, **MEETING, fingerprint=shown.fingerprint)

    refused(NotPossible, "You are this plan's author", lambda: by(officer))
    actions.write(both, plan=plan, theme="spend", text="We buy nothing.", opened=1)
    refused(NotPossible, "You wrote part of this plan", lambda: by(both))
    actions.write(officer, plan=plan, theme="spend", text="We buy less still.", opened=2)
    refused(NotPossible, "You wrote part of this plan", lambda: by(both))
    assert endorse(plan).state == State.ENDORSED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"meeting": " "}, "The meeting is empty"),
        ({"minute": ""}, "The minute is empty"),
        ({"resolution": "\n"}, "The resolution is empty"),
        ({"meeting_date": date(2099, 1, 1)}, "still to come"),
        ({"meeting_date": BEGUN - timedelta(days=1)}, "was begun on .*, so no meeting endorsed it on"),
        ({"meeting_date": date(2020, 1, 1)}, "more than a year ago"),
        ({"fingerprint": "0" * 64}, "changed after you opened"),
    ],
)
def test_an_endorsement_must_be_whole(plan: Plan, clerk: Person, change: dict[str, Any], words: str) -> None:
    given = {**MEETING, "fingerprint": queries.draft(clerk, plan).fingerprint, **change}
    refused(NotPossible, words, lambda: actions.endorse(clerk, plan=plan, **given))


def test_a_figure_corrected_while_the_page_was_open_stops_the_endorsement(
    plan: Plan, clerk: Person, give: Callable[[str], None]
) -> None:
    seen = queries.draft(clerk, plan).fingerprint
    give("recycling-rate,X07000001,2022-23,44.91,4491,10000,\n")
    refused(
        NotPossible,
        "changed after you opened",
        lambda: actions.endorse(clerk, plan=plan, **MEETING, fingerprint=seen),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{{ figure("recycling-rat", period="2022-23") }}', "No measure is called 'recycling-rat'"),
        ("", "Nothing is written yet"),
        ("We smile \N{GRINNING FACE}", "no letter shape"),
    ],
)
def test_a_plan_at_fault_is_not_endorsed(
    plan: Plan, officer: Person, clerk: Person, text: str, words: str
) -> None:
    actions.write(officer, plan=plan, theme="spend", text=text, opened=1)
    seen = queries.draft(clerk, plan).fingerprint
    refused(NotPossible, words, lambda: actions.endorse(clerk, plan=plan, **MEETING, fingerprint=seen))


def test_the_same_text_is_not_endorsed_twice(plan: Plan, endorse: Endorse) -> None:
    endorse(plan)
    refused(NotPossible, "already has this very text", lambda: endorse(plan))


def test_each_role_does_its_own_part(
    plan: Plan, endorse: Endorse, officer: Person, clerk: Person, councillor: Person, person: Who
) -> None:
    edition = endorse(plan)
    auditor, contributor = person("auditor"), person("contributor")
    seen = queries.draft(clerk, plan).fingerprint
    for who in (clerk, councillor, auditor, contributor):
        refused(PermissionDenied, "publish", lambda who=who: actions.publish(who, edition=edition))  # type: ignore[misc]
        refused(
            PermissionDenied,
            "write the plan",
            lambda who=who: actions.write(who, plan=plan, theme="spend", text="x", opened=1),  # type: ignore[misc]
        )
    for who in (officer, councillor, auditor, contributor):
        refused(
            PermissionDenied,
            "endorse",
            lambda who=who: actions.endorse(who, plan=plan, **MEETING, fingerprint=seen),  # type: ignore[misc]
        )
    for who in (officer, clerk, auditor):
        refused(PermissionDenied, "confirm", lambda who=who: actions.confirm(who, edition=edition))  # type: ignore[misc]
    assert queries.plan(contributor, plan.pk) is None
    assert queries.plan(auditor, plan.pk) == plan


def test_a_councillor_confirms_once(plan: Plan, endorse: Endorse, councillor: Person, person: Who) -> None:
    edition = endorse(plan)
    actions.confirm(councillor, edition=edition)
    refused(
        NotPossible, "confirmed this edition before", lambda: actions.confirm(councillor, edition=edition)
    )
    actions.confirm(person("councillor", "Second"), edition=edition)
    assert [str(it.person) for it in queries.confirmations(edition)] == ["Councillor", "Second"]


def test_published_twice_is_refused(published: Edition, officer: Person) -> None:
    refused(NotPossible, "is published already", lambda: actions.publish(officer, edition=published))


def test_a_plan_with_no_edition_cannot_be_published(plan: Plan, officer: Person) -> None:
    refused(NotPossible, "is not endorsed", lambda: actions.publish_newest(officer, plan=plan))


def test_the_pdf_is_accessible_and_is_the_same_for_the_same_edition(published: Edition) -> None:
    content = bytes(published.pdf.content)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        assert page.validate_pdf_bytes(content, profile=profile).failures == []
    assert published.pdf_size == len(content)


def test_every_step_is_in_the_audit(
    published: Edition, councillor: Person, officer: Person, clerk: Person
) -> None:
    actions.confirm(councillor, edition=published)
    written = AuditEntry.objects.filter(action__startswith="plan.").order_by("pk")
    assert [it.action for it in written] == [
        "plan.started",
        *(["plan.written"] * len(TEXTS)),
        "plan.signed_off",
        "plan.endorsed",
        "plan.published",
        "plan.confirmed",
    ]
    assert [it.person for it in written][-3:] == [clerk, officer, councillor]
    assert {it.address for it in written} == {"192.0.2.7"}
    endorsed, made = written.get(action="plan.endorsed"), written.get(action="plan.published")
    assert endorsed.after["minute"] == "34" and endorsed.after["meeting_date"] == MET.isoformat()
    assert endorsed.after["document_sha256"] == published.document_sha256
    assert (made.before, made.after["pdf_sha256"]) == ({"state": "endorsed"}, published.pdf_sha256)


def test_type_is_set_before_anything_is_held(
    plan: Plan, endorse: Endorse, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer at a time: it does not wait for a PDF."""
    set_type, held = typesetting.pdf, []

    def watched(*given: Any, **options: Any) -> bytes:
        held.append(len(connection.savepoint_ids))
        return set_type(*given, **options)

    monkeypatch.setattr(typesetting, "pdf", watched)
    outside = len(connection.savepoint_ids)
    actions.publish(officer, edition=endorse(plan))
    assert held == [outside] * 3  # for the sign-off, the endorsement and the publication


def test_nobody_who_may_not_has_type_set(
    plan: Plan, officer: Person, councillor: Person, endorse: Endorse, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = endorse(plan)
    monkeypatch.setattr(typesetting, "pdf", None)  # nothing could be set
    shown = queries.draft(councillor, plan).fingerprint
    for who in (officer, councillor):
        refused(
            PermissionDenied,
            "endorse",
            lambda who=who: actions.endorse(who, plan=plan, **MEETING, fingerprint=shown),  # type: ignore[misc]
        )
    refused(PermissionDenied, "publish", lambda: actions.publish(councillor, edition=edition))
