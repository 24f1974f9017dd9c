"""Verifying: an edition changed behind Moothall's back is told from one that was not, to the byte."""

import pytest
from tests.plan.conftest import RATE

from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.plan import actions, queries
from moothall.plan.models import Edition, EditionFigure, EditionPdf, Plan
from moothall.plan.verifying import verify


def again(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def test_an_untouched_edition_is_intact(published: Edition, officer: Person, plan: Plan) -> None:
    (verdict,) = queries.verdicts(officer, plan)
    assert verdict.intact and verdict.checked == ("document", "figures", "PDF")


def test_a_changed_document_is_found(published: Edition) -> None:
    changed = published.document.replace("42.3%", "52.3%")
    Edition.objects.filter(pk=published.pk).update(document=changed)
    verdict = verify(again(published))
    assert not verdict.intact
    assert "The document" in verdict.findings[0] and published.document_sha256 in verdict.findings[0]
    assert "The text shows '52.3% (2022-23)', which is not among its figures." in verdict.findings


def test_a_new_hash_beside_a_changed_document_does_not_hide_it(published: Edition) -> None:
    import hashlib

    changed = published.document.replace("We buy less", "We buy more")
    digest = hashlib.sha256(changed.encode()).hexdigest()
    Edition.objects.filter(pk=published.pk).update(document=changed, document_sha256=digest)
    findings = verify(again(published)).findings
    assert [it.split(" (")[0].split(" is ")[0] for it in findings] == [
        "The document",
        "The SHA-256 kept beside the document",
    ]


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_one_changed_byte_of_the_pdf_is_found_and_placed(published: Edition, place: int) -> None:
    content = bytearray(published.pdf.content)
    content[place] ^= 1
    EditionPdf.objects.update(content=bytes(content))
    verdict = verify(again(published))
    at = place % len(content)
    assert not verdict.intact
    assert verdict.findings[-1].endswith(f"bytes 1 changed, the first at byte {at:,}.")


def test_a_pdf_that_went_is_found(published: Edition) -> None:
    EditionPdf.objects.all().delete()
    assert "The PDF (0 bytes)" in verify(again(published)).findings[0]


def test_a_figure_that_went_is_found(published: Edition) -> None:
    EditionFigure.objects.first().delete()  # type: ignore[union-attr]
    assert any("the audit wrote 2" in it for it in verify(again(published)).findings)


@pytest.mark.parametrize("change", [{"shown": "52.3% (2022-23)"}, {"href": "/elsewhere/"}])
def test_a_figure_said_otherwise_is_found(published: Edition, change: dict[str, str]) -> None:
    EditionFigure.objects.filter(reference=RATE.strip("{} ")).update(**change)
    said = "The words or the versions of its figures are not those that the audit wrote."
    assert said in verify(again(published)).findings


def test_a_document_broken_in_the_store_is_a_finding_and_not_a_fault(published: Edition) -> None:
    Edition.objects.filter(pk=published.pk).update(document="{")
    assert not verify(again(published)).intact


def test_what_was_changed_after_endorsement_is_not_published(
    plan: Plan, endorse: object, officer: Person
) -> None:
    edition = endorse(plan)  # type: ignore[operator]
    Edition.objects.update(document=edition.document.replace("We buy less", "We buy more"))
    with pytest.raises(NotPossible, match="is not what was endorsed"):
        actions.publish(officer, edition=edition)
    assert again(edition).published_at is None and not EditionPdf.objects.exists()
