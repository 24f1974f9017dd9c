"""Signed off by a director, endorsed by members, sent afterwards: who may do what, in which order, and what lapses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.plan.conftest import MEETING, MET
from tests.plan.test_life import refused

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Membership, Organisation, Person, Role
from moothall.plan import actions, queries
from moothall.plan.life import SENT_WHEN, State
from moothall.plan.models import Confirmation, Edition, Plan, SignOff, Submission
from moothall.plan.verifying import verify

Endorse = Callable[[Plan], Edition]
Sign = Callable[[Plan], SignOff]
SENT: dict[str, Any] = {"sent_to": "The department", "means": "email", "sent_on": MET + timedelta(days=3)}


def fingerprint(plan: Plan, person: Person) -> str:
    return queries.draft(person, plan).fingerprint


def also(person: Person, council: Organisation, role: str) -> Person:
    """The same person with one more role."""
    Membership.objects.create(person=person, organisation=council, role=Role.objects.get(slug=role))
    person.__dict__.pop("_held", None)
    return person


def again(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def test_members_endorse_only_what_was_signed_off(plan: Plan, clerk: Person, director: Person) -> None:
    seen = fingerprint(plan, clerk)
    act = lambda: actions.endorse(clerk, plan=plan, **MEETING, fingerprint=seen)  # noqa: E731
    refused(NotPossible, "is not signed off as it stands", act)
    signed = actions.sign_off(director, plan=plan, fingerprint=seen, note="Costs were checked.")
    assert queries.standing_sign_off(plan, seen) == signed
    edition = act()
    assert edition.sign_off == signed and edition.state == State.ENDORSED


def test_a_sign_off_lapses_when_a_word_changes_and_stands_again_with_the_same_words(
    plan: Plan, officer: Person, clerk: Person, sign_off: Sign
) -> None:
    signed = sign_off(plan)
    was = queries.current(plan)["spend"].text
    actions.write(officer, plan=plan, theme="spend", text="We buy nothing.", opened=1)
    seen = fingerprint(plan, clerk)
    assert queries.standing_sign_off(plan, seen) is None and queries.sign_offs(plan).first() == signed
    refused(
        NotPossible,
        "is not signed off as it stands",
        lambda: actions.endorse(clerk, plan=plan, **MEETING, fingerprint=seen),
    )
    actions.write(officer, plan=plan, theme="spend", text=was, opened=2)
    assert queries.standing_sign_off(plan, fingerprint(plan, clerk)) == signed


def test_a_sign_off_lapses_when_a_figure_is_corrected(
    plan: Plan, clerk: Person, sign_off: Sign, give: Callable[[str], None]
) -> None:
    sign_off(plan)
    give("recycling-rate,X07000001,2022-23,44.91,4491,10000,\n")
    assert queries.standing_sign_off(plan, fingerprint(plan, clerk)) is None


def test_nobody_signs_off_what_they_wrote(
    plan: Plan, council: Organisation, officer: Person, director: Person
) -> None:
    also(officer, council, "director")
    refused(
        NotPossible,
        "You are this plan's author: a sign-off",
        lambda: actions.sign_off(officer, plan=plan, fingerprint=fingerprint(plan, officer)),
    )
    also(director, council, "performance-officer")
    actions.write(director, plan=plan, theme="spend", text="We buy less and less.", opened=1)
    refused(
        NotPossible,
        "You wrote part of this plan: a sign-off",
        lambda: actions.sign_off(director, plan=plan, fingerprint=fingerprint(plan, director)),
    )


def test_the_sign_off_of_somebody_who_wrote_since_does_not_stand(
    plan: Plan, council: Organisation, officer: Person, director: Person, clerk: Person, sign_off: Sign
) -> None:
    sign_off(plan)
    also(director, council, "performance-officer")
    actions.write(director, plan=plan, theme="spend", text="Mine.", opened=1)
    actions.write(officer, plan=plan, theme="spend", text="We buy less.", opened=2)
    assert queries.standing_sign_off(plan, fingerprint(plan, clerk)) is None


def test_whoever_signed_off_does_not_endorse_nor_confirm(
    plan: Plan, council: Organisation, director: Person, sign_off: Sign, endorse: Endorse
) -> None:
    sign_off(plan)
    also(also(director, council, "democratic-services"), council, "councillor")
    seen = fingerprint(plan, director)
    refused(
        NotPossible,
        "You signed this plan off",
        lambda: actions.endorse(director, plan=plan, **MEETING, fingerprint=seen),
    )
    edition = endorse(plan)
    refused(NotPossible, "signed it off", lambda: actions.confirm(director, edition=edition))


def test_a_sign_off_is_of_a_whole_draft_as_it_was_shown(
    plan: Plan, officer: Person, director: Person
) -> None:
    refused(
        NotPossible,
        "changed after you opened",
        lambda: actions.sign_off(director, plan=plan, fingerprint="0" * 64),
    )
    actions.write(officer, plan=plan, theme="spend", text="", opened=1)
    refused(
        NotPossible,
        "Nothing is written yet",
        lambda: actions.sign_off(director, plan=plan, fingerprint=fingerprint(plan, director)),
    )


def test_a_sign_off_is_given_once(plan: Plan, director: Person, sign_off: Sign) -> None:
    sign_off(plan)
    refused(
        NotPossible,
        "is signed off as it stands",
        lambda: actions.sign_off(director, plan=plan, fingerprint=fingerprint(plan, director)),
    )


def test_only_those_who_may_sign_off_and_send(
    plan: Plan, endorse: Endorse, officer: Person, clerk: Person, councillor: Person, director: Person
) -> None:
    seen = fingerprint(plan, director)
    for who in (officer, clerk, councillor):
        refused(
            PermissionDenied,
            "sign off",
            lambda who=who: actions.sign_off(who, plan=plan, fingerprint=seen),  # type: ignore[misc]
        )
    edition = endorse(plan)
    for who in (clerk, councillor, director):
        refused(
            PermissionDenied,
            "sent to the department",
            lambda who=who: actions.submit(who, edition=edition, **SENT),  # type: ignore[misc]
        )


# --- sent ---


def test_every_state_an_edition_can_be_in_allows_its_being_sent() -> None:
    assert set(State) - {State.DRAFT, State.SIGNED_OFF} == SENT_WHEN


def test_it_is_sent_after_members_endorsed_it_and_before_or_after_it_is_published(
    plan: Plan, officer: Person, endorse: Endorse
) -> None:
    edition = endorse(plan)
    early = {**SENT, "sent_on": MET - timedelta(days=1)}
    refused(NotPossible, "Members come first", lambda: actions.submit(officer, edition=edition, **early))
    sent = actions.submit(officer, edition=edition, **{**SENT, "sent_on": MEETING["meeting_date"]})
    assert list(queries.submissions(edition)) == [sent]
    actions.publish(officer, edition=edition)
    assert verify(again(edition)).records == ("sign-off", "endorsement", "submission")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sent_on": date(2099, 1, 1)}, "still to come"),
        ({"sent_to": "  "}, "who it was sent to is empty"),
        ({"means": "pigeon"}, "choose one of them"),
    ],
)
def test_a_submission_must_be_whole(
    plan: Plan, officer: Person, endorse: Endorse, change: dict[str, Any], words: str
) -> None:
    edition = endorse(plan)
    refused(NotPossible, words, lambda: actions.submit(officer, edition=edition, **{**SENT, **change}))


def test_a_second_record_puts_the_first_right_and_both_stay(
    plan: Plan, officer: Person, endorse: Endorse
) -> None:
    edition = endorse(plan)
    first = actions.submit(officer, edition=edition, **SENT)
    later = {**SENT, "sent_on": MET + timedelta(days=2)}
    refused(NotPossible, "say what was wrong", lambda: actions.submit(officer, edition=edition, **later))
    second = actions.submit(officer, edition=edition, **later, correction="It went the day before.")
    assert list(queries.submissions(edition)) == [second, first]
    assert verify(again(edition)).intact


def test_the_day_by_which_it_has_to_be_sent(plan: Plan, officer: Person, clerk: Person) -> None:
    due = date(2026, 7, 19)
    assert actions.set_due(officer, plan=plan, due_on=due).due_on == due
    refused(NotPossible, "set already", lambda: actions.set_due(officer, plan=plan, due_on=due))
    refused(PermissionDenied, "write the plan", lambda: actions.set_due(clerk, plan=plan, due_on=None))
    assert actions.set_due(officer, plan=plan, due_on=None).due_on is None
    assert AuditEntry.objects.filter(action="plan.due").count() == 2


# --- verified ---


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"minute": "35"}, "The minute is kept as '35'; the audit wrote '34'."),
        ({"meeting_date": date(2026, 7, 1)}, "The meeting date is kept as '2026-07-01'"),
        (
            {"title": "A better plan"},
            "The title is kept as 'A better plan'; the audit wrote 'Productivity plan'.",
        ),
        ({"years": "2030-31"}, "The years is kept as '2030-31'"),
        ({"sign_off": None}, "is not the one that the audit wrote"),
        ({"fingerprint": "0" * 64}, "is not the text that was endorsed"),
    ],
)
def test_a_record_changed_behind_moothalls_back_is_found(
    published: Edition, change: dict[str, Any], words: str
) -> None:
    Edition.objects.filter(pk=published.pk).update(**change)
    verdict = verify(again(published))
    assert not verdict.intact and any(words in it for it in verdict.findings)


def test_another_signer_is_found(published: Edition, clerk: Person) -> None:
    SignOff.objects.update(signed_by=clerk)
    assert any("the audit wrote Director" in it for it in verify(again(published)).findings)


def test_a_changed_or_lost_submission_is_found(published: Edition, officer: Person) -> None:
    sent = actions.submit(officer, edition=published, **SENT)
    Submission.objects.update(sent_on=MET + timedelta(days=1))
    said = f"Record {sent.pk} of its being sent is not what the audit wrote."
    assert said in verify(again(published)).findings
    Submission.objects.all().delete()
    assert said in verify(again(published)).findings


def test_a_changed_moved_or_lost_confirmation_is_found(
    published: Edition, councillor: Person, clerk: Person
) -> None:
    made = actions.confirm(councillor, edition=published)
    assert "confirmations" in verify(again(published)).records and verify(again(published)).intact
    Confirmation.objects.update(confirmed_at=made.confirmed_at - timedelta(days=3))
    assert any("When or how Councillor confirmed" in it for it in verify(again(published)).findings)
    Confirmation.objects.update(confirmed_at=made.confirmed_at, person=clerk)
    findings = verify(again(published)).findings
    assert any("Democratic Services is kept as having confirmed it" in it for it in findings)
    Confirmation.objects.all().delete()
    assert any("is not kept" in it for it in verify(again(published)).findings)


def test_where_a_day_is_set_the_plan_is_sent_before_it_is_published(
    plan: Plan, officer: Person, endorse: Endorse
) -> None:
    actions.set_due(officer, plan=plan, due_on=MET + timedelta(days=4))
    edition = endorse(plan)
    refused(NotPossible, "record when it was sent", lambda: actions.publish(officer, edition=edition))
    actions.submit(officer, edition=edition, **SENT)
    actions.publish(officer, edition=edition)
    assert AuditEntry.objects.get(action="plan.published").after["sent"] is True  # type: ignore[index]

    actions.write(officer, plan=plan, theme="spend", text="We buy later.", opened=1)
    newer = endorse(plan)
    assert actions.publish(officer, edition=newer).published_at, "what follows it need not be sent again"


def test_where_no_day_is_set_the_audit_says_that_it_was_not_sent(published: Edition) -> None:
    assert AuditEntry.objects.get(action="plan.published").after["sent"] is False  # type: ignore[index]


def test_an_edition_from_before_sign_offs_is_still_verified(published: Edition) -> None:
    """The audit of an older edition says nothing of a sign-off, and none is missed."""
    entry = AuditEntry.objects.get(action="plan.endorsed")
    kept = {name: it for name, it in entry.after.items() if name != "sign_off"}  # type: ignore[union-attr]
    AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default")
    entry.after = kept
    entry.save(force_insert=True)
    Edition.objects.update(sign_off=None)
    verdict = verify(again(published))
    assert verdict.intact and verdict.records == ("endorsement",)
