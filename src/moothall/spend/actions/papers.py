"""The papers of a contract."""

from datetime import date
from pathlib import Path

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.files import keep
from moothall.core.models import Person
from moothall.core.wording import line
from moothall.kit.documents.words import showable
from moothall.spend.actions.held import LONGEST_LINE, of_contract, one_of
from moothall.spend.life import Paper
from moothall.spend.models import Contract, ContractDocument
from moothall.spend.papers import check_paper


def add_document(
    person: Person, *, contract: Contract, kind: str, title: str, file: Path, file_name: str
) -> ContractDocument:
    """Keeps a paper of a contract, as it came. Raises NotPossible where it is not what its name says."""
    with of_contract(person, "contract.document_added", contract) as (it, entry):
        one_of(kind, Paper.values, "what it is")
        name = Path(showable(file_name)).name[-200:]
        check_paper(file, name)
        made = ContractDocument.objects.create(
            contract=it,
            kind=kind,
            title=line(title or name, "the title", LONGEST_LINE),
            sha256=keep(file),
            file_name=name,
            size=file.stat().st_size,
            added_by=person,
            added_at=clock.now(),
        )
        entry.after = {"title": made.title, "file": name, "sha256": made.sha256}
    return made


def end_document(person: Person, *, document: ContractDocument, on: date) -> None:
    """Says that a paper is no longer part of a contract. It is kept."""
    with of_contract(person, "contract.document_ended", document.contract) as (_, entry):
        one = ContractDocument.objects.select_for_update().get(pk=document.pk)
        if one.ended_on:
            raise NotPossible("This paper was taken off already.")
        one.ended_on = on
        one.save(update_fields=["ended_on"])
        entry.after = {"title": one.title, "ended on": on.isoformat()}
