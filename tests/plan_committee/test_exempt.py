"""What is exempt is in no public copy, whatever its format; and in the full one, which says so."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pypdf import PdfReader
from tests.people import World, client

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry
from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.html import to_html
from moothall.kit.documents.json import to_json
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.text import to_text
from moothall.plan.committee import actions, queries
from moothall.plan.committee.actions import Secret
from moothall.plan.committee.models import Attachment, Report

SECRET = "Quagmarsh"  # a word that stands in exempt parts alone
WHY = "It would weaken our hand."
PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
Act = Callable[..., Any]


def words(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    said = (
        "".join(sheet.extract_text() for sheet in reader.pages) + repr(reader.metadata) + repr(reader.outline)
    )
    return "".join(said.split())


def parts(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def everything_public(report: Report, attachment: Attachment | None = None) -> dict[str, str]:
    """All that anyone can fetch of a report, by address."""
    browser, home = Client(), f"/decisions/{report.organisation.slug}/"
    own = f"{home}reports/{report.pk}/"
    said: dict[str, str] = {}
    pages = [
        home,
        f"{home}reports/",
        f"{home}reports/?q={SECRET}",
        f"{home}officers/",
        f"{home}forward-plan/",
        own,
    ]
    pages += [f"{home}forward-plan.json", f"{home}meetings.ics"]
    pages += [
        f"{home}feeds/{feed}.{form}"
        for feed in ("reports", "decisions", "forward-plan")
        for form in ("atom", "rss")
    ]
    for address in pages:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        said[address] = answer.content.decode().replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
    pdf = browser.get(f"{own}report.pdf")
    said["pdf"] = words(pdf.content) + pdf.content.decode("latin-1")
    said["docx"] = parts(browser.get(f"{own}report.docx").content)
    return said


@pytest.fixture
def papers(world: World, report: Report, write: Act, tmp_path: Path) -> tuple[Report, Attachment]:
    """The report with an exempt section, an exempt implication and an exempt appendix."""
    person = world.person["service-manager"]
    write(report, "options", f"The bid of {SECRET} is £333,777.", secret=Secret(3, WHY))
    write(report, "finance", f"{SECRET} asks for more.", secret=Secret(3, WHY))
    path = tmp_path / "bids.csv"
    path.write_text(f"{SECRET},333777\n")
    made = actions.attach(
        person, report=report, kind="appendix", title=f"Bids of {SECRET}", file=path,
        file_name=f"{SECRET}.csv", secret=Secret(3, WHY),
    )  # fmt: skip
    return report, made


def test_exempt_parts_are_in_no_public_format(papers: tuple[Report, Attachment], publish: Act) -> None:
    report, attachment = papers
    publish(report)
    found = everything_public(report)
    leaked = [
        where for where, said in found.items() if SECRET in said or "333,777" in said or "333777" in said
    ]
    assert leaked == []
    own = found[f"/decisions/{report.organisation.slug}/reports/{report.pk}/"]
    assert (
        own.count("This part is exempt") == 2 and "part is exempt: it is about somebody" in own and WHY in own
    )
    assert "Thispartisexempt" in found["pdf"] and "This part is exempt" in found["docx"]
    assert "£340,000" not in own, "an amount is not said where a part is exempt"
    assert "at or over the council" in own
    home = f"/decisions/{report.organisation.slug}"
    assert Client().get(f"{home}/files/{attachment.pk}/").status_code == 404


def test_a_wholly_exempt_report_says_its_title_and_why_and_nothing_else(
    report: Report, cover: Act, write: Act, publish: Act, world: World
) -> None:
    write(report, "issues", f"{SECRET} is to be bought.")
    write(report, "recommendations", f"That {SECRET} be bought.")
    cover(report, secret=Secret(3, WHY), wards=[f"{SECRET} ward", "Upper Ash"])
    actions.attach(
        world.person["service-manager"], report=report, kind="background", title=SECRET, where=SECRET
    )
    publish(report)
    found = everything_public(report)
    assert [where for where, said in found.items() if SECRET in said or "Ada Quill" in said] == []
    own = found[f"/decisions/{report.organisation.slug}/reports/{report.pk}/"]
    assert "New lorries" in own and WHY in own and "Recommendations" not in own


def test_the_full_copy_is_for_those_who_may_and_is_marked(
    papers: tuple[Report, Attachment], publish: Act, people: dict[str, Client]
) -> None:
    report, attachment = papers
    publish(report)
    readers = (
        "democratic-services",
        "councillor",
        "auditor",
        "director",
        "section-151-officer",
        "monitoring-officer",
    )
    for role in readers:
        html = people[role].get(f"/committee/reports/{report.pk}/read/").content.decode()
        assert SECRET in html and "Not for publication" in html, role
        assert people[role].get(f"/committee/reports/{report.pk}/files/{attachment.pk}/").status_code == 200
    pdf = people["auditor"].get(f"/committee/reports/{report.pk}/report.pdf")
    assert SECRET in words(pdf.content) and "Notforpublication" in words(pdf.content)
    assert "not-for-publication" in pdf["Content-Disposition"]
    assert SECRET in parts(people["auditor"].get(f"/committee/reports/{report.pk}/report.docx").content)
    for role in ("administrator", "performance-officer"):
        for name in (
            "",
            "read/",
            "report.pdf",
            "report.docx",
            "versions/options/",
            "sign/finance/",
            "edit/options/",
        ):
            answer = people[role].get(f"/committee/reports/{report.pk}/{name}")
            said = answer.content.decode("latin-1") + (words(answer.content) if name == "report.pdf" else "")
            said += parts(answer.content) if name == "report.docx" else ""
            assert SECRET not in said, (role, name)
        assert people[role].get(f"/committee/reports/{report.pk}/files/{attachment.pk}/").status_code == 404


def test_before_publication_too(
    papers: tuple[Report, Attachment], people: dict[str, Client], world: World
) -> None:
    report, attachment = papers
    for role in ("administrator", "performance-officer"):
        for name in (
            "",
            "read/",
            "versions/options/",
            "sign/finance/",
            "edit/options/",
            f"files/{attachment.pk}/",
        ):
            assert (
                SECRET not in people[role].get(f"/committee/reports/{report.pk}/{name}").content.decode()
            ), name
    mine = people["service-manager"].get(f"/committee/reports/{report.pk}/edit/options/").content.decode()
    assert SECRET in mine, "who wrote it reads it"
    assert Client().get(f"/decisions/testham/reports/{report.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.write_section(
            world.person["performance-officer"], report=report, section="options", text="x", opened=2
        )
    with pytest.raises(PermissionDenied):
        actions.publish(world.person["administrator"], report=report)


def test_the_audit_holds_no_exempt_words(papers: tuple[Report, Attachment], publish: Act, cover: Act) -> None:
    report, _ = papers
    cover(report, secret=Secret(3, WHY), cover={"lead_member": SECRET, "report_of": "x", "contact": "x"})
    publish(report)
    said = "".join(f"{it.before}{it.after}{it.title}" for it in AuditEntry.objects.all())
    assert SECRET not in said


def test_an_exempt_part_needs_its_reason_and_a_paragraph_there_is(report: Report, write: Act) -> None:
    with pytest.raises(NotPossible, match="public interest"):
        write(report, "options", "x", secret=Secret(3, " "))
    with pytest.raises(NotPossible, match="paragraphs 1 to 7"):
        write(report, "options", "x", secret=Secret(8, "y"))


def test_every_format_says_the_same_and_the_pdf_is_valid(
    papers: tuple[Report, Attachment], publish: Act, world: World
) -> None:
    report, _ = papers
    publish(report)
    pdf = queries.public_pdf(world.council.slug, report.pk)
    assert pdf
    for profile in PROFILES:
        assert [it.message for it in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    full = queries.copy(world.person["auditor"], report).document
    made = to_pdf(full)
    for profile in PROFILES:
        assert [it.message for it in page.validate_pdf_bytes(made, profile=profile).failures] == []
    shown = (to_html(full), to_text(full), to_json(full), parts(to_docx(full)), words(made))
    assert all("42.0%" in it or "42.00%" in it or "42%" in it for it in map(str, shown))


def test_a_notice_with_an_exempt_reason(notice: Report, write: Act, world: World) -> None:
    write(notice, "reasons", f"{SECRET} is cheap.", who="director", secret=Secret(3, WHY))
    actions.publish(world.person["monitoring-officer"], report=notice)
    found = everything_public(notice)
    assert [where for where, said in found.items() if SECRET in said or "£45,000" in said] == []


def test_the_amount_is_kept_from_an_officer_who_may_not_read_it(
    world: World, report: Report, write: Act
) -> None:
    manager, own = client(world.person["service-manager"]), f"/committee/reports/{report.pk}/"
    assert "It spends £340,000" in manager.get(own).content.decode()
    assert 'name="value"' in manager.get(f"{own}cover/").content.decode()
    write(report, "issues", f"{SECRET} is cheap.", who="director", secret=Secret(3, WHY))
    for address in (own, f"{own}sign/finance/", f"{own}cover/"):
        assert "£340,000" not in manager.get(address).content.decode()
    assert "What it spends is in an exempt part" in manager.get(own).content.decode()
    assert 'name="value"' not in manager.get(f"{own}cover/").content.decode()
    assert "It spends £340,000" in client(world.person["director"]).get(own).content.decode()
    sent = {
        "title": report.title,
        "meeting": report.meeting_id,
        "exempt_paragraph": "0",
        "wards": "Upper Ash",
    }
    manager.post(f"{own}cover/", sent)
    report.refresh_from_db()
    assert report.value_pence == 340_000_00
