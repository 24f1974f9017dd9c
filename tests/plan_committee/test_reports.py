"""Reports and decision notices: who may do what, the key-decision test, and sign-offs that lapse."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import SHIPPED, World

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry
from moothall.direction.money import pounds
from moothall.figures.actions import load
from moothall.plan import actions as plans
from moothall.plan.committee import actions, queries
from moothall.plan.committee.actions import Secret
from moothall.plan.committee.keys import ALL_WARDS, Threshold, key_test
from moothall.plan.committee.models import Attachment, Published, Report, ReportFigure
from moothall.plan.committee.templates import templates

SINCE = Threshold(200_000_00, date(2026, 4, 1))
Act = Callable[..., Any]

# --- templates ---


def test_every_template_is_found_and_whole() -> None:
    found = templates()
    assert {"cabinet", "officer-decision", "scrutiny"} <= found.keys()
    signs = {it.signs for it in found["cabinet"].implications}
    assert signs == {"committee.sign_finance", "committee.sign_legal", "committee.sign_other"}
    assert [it.key for it in found["cabinet"].implications] == [
        "finance",
        "legal",
        "equality",
        "risk",
        "environment",
    ]
    assert not found["officer-decision"].implications and not found["scrutiny"].executive
    assert found["cabinet"].parts[-1].key == "reasons"


# --- the key-decision test ---


@pytest.mark.parametrize(
    ("pence", "wards", "answer", "said"),
    [
        (
            200_000_00,
            [],
            True,
            "£200,000, at or over the council's threshold of £200,000 (since 1 April 2026)",
        ),
        (199_999_99, [], False, "£199,999.99, under the council's threshold"),
        (0, ["A"], False, "It affects 1 ward: A."),
        (0, ["A", "B"], True, "It affects 2 wards: A, B."),
        (0, [ALL_WARDS], True, "every ward"),
        (None, ["A"], None, "not written"),
        (None, ["A", "B"], True, "not written"),
    ],
)
def test_the_key_decision_test(pence: int | None, wards: list[str], answer: bool | None, said: str) -> None:
    found = key_test(pence, "spends", wards, SINCE)
    assert found.answer is answer
    assert said in found.sentence
    assert "£199,999.99" not in found.public_sentence and (pence != 0 or "£0" not in found.public_sentence)


def test_without_a_threshold_it_cannot_be_told_and_a_judgement_is_printed() -> None:
    assert key_test(10**9, "saves", [], None).answer is None
    judged = key_test(0, "saves", [ALL_WARDS], SINCE, "not key", "the effect is slight")
    assert (
        judged.answer is False and "judged to be not a key decision: the effect is slight" in judged.sentence
    )
    assert pounds(150) == "£1.50"


def test_the_threshold_is_that_of_the_day(world: World, report: Report) -> None:
    clerk = world.person["monitoring-officer"]
    assert queries.tested(report).answer is True
    actions.set_rules(
        clerk, organisation=world.council, from_date=date(2026, 12, 1), threshold_pence=500_000_00,
        record_years=6, background_years=4,
    )  # fmt: skip
    assert queries.tested(report).answer is False, "the meeting is on 3 December"
    with pytest.raises(NotPossible, match="6 years for a record"):
        actions.set_rules(
            clerk, organisation=world.council, from_date=date(2027, 1, 1), threshold_pence=1,
            record_years=5, background_years=4,
        )  # fmt: skip


# --- signing off ---


def test_a_report_is_signed_off_published_and_decided_by_different_people(
    world: World, report: Report, sign: Act, publish: Act
) -> None:
    clerk = world.person["democratic-services"]
    with pytest.raises(NotPossible, match="Not signed off as it stands: Finance"):
        actions.publish(clerk, report=report)
    sign(report)
    assert report.state == "signed"
    publish(report)
    assert report.state == "published"
    with pytest.raises(NotPossible, match="start a corrected copy"):
        actions.write_section(clerk, report=report, section="issues", text="New", opened=1)
    actions.decide(clerk, report=report, decided_on=date(2026, 11, 20), minute="7", resolution="Agreed.")
    report.refresh_from_db()
    assert (report.state, report.minute) == ("decided", "7")
    done = list(AuditEntry.objects.about("plan_committee.report", report.pk).values_list("action", flat=True))
    assert (
        done[:2] == ["committee.decided", "committee.published"] and done.count("committee.signed_off") == 5
    )


def test_only_the_officer_who_answers_signs(world: World, report: Report) -> None:
    for section, who in (
        ("finance", "section-151-officer"),
        ("legal", "monitoring-officer"),
        ("risk", "director"),
    ):
        part = templates()["cabinet"].part(section)
        assert part
        fingerprint = queries.composed(world.root, report).fingerprint(part)
        for role in SHIPPED:
            if role == who:
                continue
            with pytest.raises(PermissionDenied):
                actions.sign(world.person[role], report=report, section=section, fingerprint=fingerprint)
        assert actions.sign(world.person[who], report=report, section=section, fingerprint=fingerprint).role


def test_who_wrote_a_text_does_not_sign_it(world: World, report: Report, write: Act, sign: Act) -> None:
    write(report, "finance", "Mine now.", who="section-151-officer")
    with pytest.raises(NotPossible, match="You wrote this text"):
        sign(report, "finance")
    write(report, "finance", "Somebody else's since.")
    with pytest.raises(NotPossible, match="You wrote this text"):
        sign(report, "finance")


def test_a_sign_off_lapses_when_what_was_signed_changes(
    report: Report, write: Act, cover: Act, sign: Act
) -> None:
    changes: tuple[tuple[Callable[[], Any], bool], ...] = (  # and whether the legal sign-off stands
        (lambda: write(report, "finance", "It costs more."), True),
        (lambda: write(report, "finance", "It costs more.", secret=Secret(3, "Bids.")), True),
        (lambda: write(report, "recommendations", "That twice as many be bought."), False),
        (lambda: cover(report, value_pence=900_000_00), False),
        (lambda: cover(report, wards=["Upper Ash", "Lower Ash"]), False),
    )
    for act, legal in changes:
        sign(report)
        assert report.state == "signed"
        act()
        report.refresh_from_db()
        assert report.state == "draft"
        made = queries.composed(report.author, report)
        signed = {part.key for part in made.material.template.implications if made.signed(part)}
        assert "finance" not in signed and ("legal" in signed) is legal


def test_a_sign_off_survives_what_it_does_not_speak_of(report: Report, write: Act, sign: Act) -> None:
    sign(report)
    write(report, "background", "More of what led here.")
    report.refresh_from_db()
    assert report.state == "signed"


def test_a_corrected_figure_lapses_a_sign_off(
    world: World, report: Report, sign: Act, tmp_path: Path
) -> None:
    sign(report)
    path = tmp_path / "again.csv"
    path.write_text("Measure,Period,Value\nHousehold waste recycling rate,2023-24,43.00\n")
    load(world.root, organisation=world.council, path=path)
    with pytest.raises(NotPossible, match="Not signed off as it stands"):
        actions.publish(world.person["democratic-services"], report=report)


def test_what_is_signed_is_what_was_shown(world: World, report: Report, write: Act) -> None:
    person = world.person["section-151-officer"]
    part = templates()["cabinet"].part("finance")
    seen = queries.composition(person, report).fingerprint(part)
    write(report, "finance", "Changed meanwhile.")
    with pytest.raises(NotPossible, match="changed after you opened"):
        actions.sign(person, report=report, section="finance", fingerprint=seen)
    with pytest.raises(NotPossible, match="only implications"):
        actions.sign(person, report=report, section="summary", fingerprint=seen)


# --- what stands in the way ---


def test_a_report_with_faults_says_what_to_mend(world: World, meeting: Any, write: Act) -> None:
    made = actions.start_report(
        world.person["service-manager"], organisation=world.council, template="cabinet", title="Bare"
    )
    write(made, "issues", 'See {{ figure("recyling-rate", period="2023-24") }}.')
    said = [f"{it.title}: {it.sentence}" for it in queries.composed(made.author, made).problems]
    assert "Cover: Lead member is empty: write it." in said
    assert "Cover: No meeting is chosen: choose the one it goes to." in said
    assert any("No measure is called" in it for it in said)
    with pytest.raises(NotPossible, match="It is not ready"):
        actions.publish(world.person["democratic-services"], report=made)


def test_two_who_write_at_once_are_told(world: World, report: Report) -> None:
    with pytest.raises(actions.WrittenMeanwhile, match="saved version 1"):
        actions.write_section(
            world.person["director"], report=report, section="issues", text="Mine", opened=0
        )


def test_a_cancelled_meeting_stops_publication(world: World, report: Report, meeting: Any, sign: Act) -> None:
    clerk = world.person["democratic-services"]
    sign(report)
    actions.cancel_meeting(clerk, meeting=meeting, reason="Snow")
    with pytest.raises(NotPossible, match="Its meeting was cancelled"):
        actions.publish(clerk, report=report)


def test_who_may_not_write_or_publish(world: World, report: Report) -> None:
    for role in ("contributor", "councillor", "auditor", "analyst"):
        with pytest.raises(PermissionDenied):
            actions.write_section(world.person[role], report=report, section="issues", text="x", opened=1)
    for role in ("director", "section-151-officer", "service-manager", "performance-officer", "auditor"):
        with pytest.raises(PermissionDenied):
            actions.publish(world.person[role], report=report)


# --- what is frozen, and what becomes of it ---


def test_the_published_copy_is_frozen_and_a_changed_one_is_known(report: Report, publish: Act) -> None:
    publish(report)
    frozen = queries.published_report(report.organisation.slug, report.pk)
    assert frozen and queries.public_document(frozen)
    Published.objects.update(public=frozen.public.replace("New lorries", "Old lorries"))
    changed = queries.published_report(report.organisation.slug, report.pk)
    assert changed and queries.public_document(changed) is None


def test_a_corrected_copy_takes_the_older_ones_place(
    world: World, report: Report, publish: Act, write: Act
) -> None:
    publish(report)
    made = actions.revise(world.person["service-manager"], report=report)
    assert queries.composed(made.author, made).all_signed is False
    with pytest.raises(NotPossible, match="started before"):
        actions.revise(world.person["service-manager"], report=report)
    write(made, "summary", "Corrected.")
    publish(made)
    report.refresh_from_db()
    assert (report.state, queries.replacement(report)) == ("superseded", made)
    assert "Corrected." in queries.copy(world.person["auditor"], made).document.blocks.__repr__()
    assert "Corrected." not in queries.copy(world.person["auditor"], report).document.blocks.__repr__()


def test_a_withdrawn_report_stays_and_cannot_be_decided(world: World, report: Report, publish: Act) -> None:
    clerk = world.person["democratic-services"]
    publish(report)
    actions.withdraw(clerk, report=report, reason="The price changed.")
    with pytest.raises(NotPossible, match="was withdrawn"):
        actions.decide(clerk, report=report, decided_on=date(2026, 11, 1), minute="1", resolution="x")
    assert queries.published(world.council).count() == 1


def test_the_figures_of_a_published_report_become_public_and_those_of_exempt_parts_do_not(
    world: World, report: Report, write: Act, publish: Act
) -> None:
    for part in templates()["cabinet"].parts:
        secret = Secret(3, "Prices.") if part.key == "issues" else actions.OPEN
        text = (
            f"Only here: {'{{'} figure('recycling-rate', period='2022-23', source='own') {'}}'}."
            if secret.paragraph
            else "x"
        )
        write(report, part.key, text, secret=secret)
    publish(report)
    assert list(ReportFigure.objects.values_list("exempt", flat=True)) == [True]


# --- a plan's covering report, and officers' decisions ---


def _plan(world: World) -> Any:
    officer = world.person["performance-officer"]
    plan = plans.start(officer, organisation=world.council, title="Productivity plan", years="2026-27")
    for theme in ("services", "technology", "spend", "barriers"):
        plans.write(officer, plan=plan, theme=theme, text=f"About {theme}.", opened=0)
    return plan


def test_the_covering_report_of_a_plan_is_prefilled_and_its_draft_is_printed_on_publication(
    world: World, meeting: Any, cover: Act, write: Act, publish: Act
) -> None:
    plan, officer = _plan(world), world.person["performance-officer"]
    made = actions.start_for_plan(officer, plan=plan.pk, template="cabinet", meeting=meeting)
    assert made.title == "Productivity plan, 2026-27: to be endorsed"
    assert queries.texts(made)["recommendations"].text.endswith("at Appendix A, be endorsed.")
    cover(made, who="performance-officer")
    for part in templates()["cabinet"].parts:
        if part.key != "recommendations":
            write(made, part.key, f"About {part.key}.", who="performance-officer")
    publish(made)
    appended = Attachment.objects.get(report=made)
    assert appended.sha256 and appended.file_name == "productivity-plan-draft.pdf"
    assert queries.public_file(world.council.slug, appended.pk) == appended
    with pytest.raises(NotPossible, match="no such plan"):
        actions.start_for_plan(world.person["other"], plan=plan.pk, template="cabinet")


def test_an_officers_decision_is_published_with_its_retention(world: World, notice: Report) -> None:
    clerk = world.person["democratic-services"]
    actions.publish(clerk, report=notice)
    notice.refresh_from_db()
    assert notice.state == "decided"
    document = queries.copy(clerk, notice).document
    said = repr(document.blocks)
    assert "until 19 November 2032" in said and "until 19 November 2030" in said
    assert "No. It spends £45,000, under the council's threshold of £200,000" in said


def test_a_decision_is_not_in_the_future(world: World, notice: Report) -> None:
    with pytest.raises(NotPossible, match="still to come"):
        actions.write_cover(
            world.person["director"], report=notice, title="x", cover={}, wards=[], value_pence=0,
            value_kind="spends", decided_on=date(2026, 11, 24),
        )  # fmt: skip


def test_files_of_odd_kinds_and_links_that_run_are_refused(
    world: World, report: Report, tmp_path: Path
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"MZ")
    person = world.person["service-manager"]
    given: dict[str, Any] = {"report": report, "kind": "appendix", "title": "T"}
    with pytest.raises(NotPossible, match="not a kind of file"):
        actions.attach(person, **given, file=path, file_name="run.exe")
    with pytest.raises(NotPossible, match="A link begins"):
        actions.attach(person, **given, link="javascript:alert(1)")
    with pytest.raises(NotPossible, match="Give a file"):
        actions.attach(person, **given)
    made = actions.attach(person, **given, file=path, file_name="../../a.pdf")
    assert made.file_name == "a.pdf"
    actions.end_attachment(person, attachment=made)
    assert queries.attachments(report) == []
