"""The scan as a document: what stands out in plain words, then everything that it rests on."""

from collections.abc import Iterator

from moothall.kit.documents.anchors import anchored, contents
from moothall.kit.documents.model import Block, Document, Link, List, Text
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import counted
from moothall.recipes.spend_scan.reporting import findings
from moothall.recipes.spend_scan.reporting.blocks import heading, notice, said
from moothall.recipes.spend_scan.reporting.early import early_payment
from moothall.recipes.spend_scan.reporting.reading import not_tested, reading
from moothall.recipes.spend_scan.reporting.spending import spending
from moothall.recipes.spend_scan.result import Scan
from moothall.recipes.spend_scan.words import whole_pounds


def report(scan: Scan) -> Document:
    """The whole report, dated the day from which the spending is looked at."""
    body = anchored(
        [
            *findings.best(scan),
            *findings.families(scan),
            *findings.reviewed(scan),
            *not_tested(scan),
            *spending(scan),
            *early_payment(scan),
            *reading(scan),
        ]
    )
    inside = List(tuple((said(Link((Text(title),), f"#{id}")),) for id, title in contents(body)))
    opening = (*_opening(scan), *findings.standing_out(scan), *findings.what_tests_found(scan))
    return Document(
        title="What was spent, and what stands out",
        blocks=(*opening, said("In this report:"), inside, *body),
        date=scan.settings.as_at,
        subject=f"A scan of {counted(len(scan.payments), 'table')} of payments",
        footer="For the council’s own use: it names suppliers, and nothing in it has been decided",
    )


def _opening(scan: Scan) -> Iterator[Block]:
    since, until = scan.ledger.rows("SELECT min(paid), max(paid) FROM payment")[0]
    dates = (
        f" They were made from {spoken_date(since)} to {spoken_date(until)}."
        if since
        else " None bears a date."
    )
    rejected = scan.rows("rejected")
    aside = (
        f"; {counted(rejected, 'row')} could not be read and stand{'s' * (rejected == 1)} aside"
        if rejected
        else ""
    )
    yield heading("In short", id="short")
    yield said(
        f"{counted(scan.rows('read'), 'row')} were read and {scan.rows('kept'):,} kept{aside}. The payments "
        f"kept come to {whole_pounds(scan.total)}, to {counted(scan.clustering.suppliers, 'supplier')}.{dates}"
    )
    found = [it for it in scan.ranked if it.open]
    back = [it for it in found if it.comes_back]
    likely = sum(it.likely for it in back)
    yield said(
        f"{counted(len(scan.found.ran), 'test')} looked through them and made {counted(len(found), 'finding')}: "
        f"{len(back):,} of money that can come back, {likely:,} of them likely (more probably right than not), and "
        f"{len(found) - len(back):,} of spending to look at."
    )
    yield notice(
        "A finding is a reason to look, and accuses nobody. Its amount is what is at stake, not what would "
        "be saved, and one payment may stand in several findings. Money that can come back stands apart from "
        "spending to look at."
    )
