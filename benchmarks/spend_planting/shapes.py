"""What a made ledger is of: accounts of firms, documents with their lines, contracts, and what was planted."""

from dataclasses import dataclass, field
from datetime import date

Place = tuple[
    str, int
]  # a file's name ('book.xlsx#Sheet' for a sheet) and its physical line, header included


@dataclass(slots=True)
class Account:
    """A payee as it stands in the creditors' list. Two accounts of one `firm` are the same business."""

    name: str
    ref: str
    firm: int
    vat_number: str = ""
    company_number: str = ""
    postcode: str = ""
    redacted: bool = False


@dataclass(slots=True)
class Line:
    """Pence. `lost` is VAT that cannot be got back, which is not in `net`."""

    net: int
    vat: int
    service: str
    centre: str
    account: str
    purpose: str
    lost: int = 0


@dataclass(slots=True)
class Doc:
    """One invoice, credit note or card purchase, with its lines."""

    account: Account
    invoice_no: str
    invoiced: date
    paid: date
    lines: list[Line]
    category: tuple[str, str]
    habit: str
    kind: str = "ledger"
    received: date | None = None
    order_no: str = ""
    ordered: date | None = None
    contract_ref: str = ""
    batch: str = ""  # documents of one batch and day share a transaction number
    merchant: str = ""
    raised_by: str = ""
    transaction_no: str = ""
    planted: str = ""
    places: list[Place] = field(default_factory=list)

    @property
    def net(self) -> int:
        return sum(it.net for it in self.lines)

    @property
    def gross(self) -> int:
        return sum(it.net + it.vat for it in self.lines)


@dataclass(slots=True)
class Contract:
    reference: str
    title: str
    firm: int
    supplier: str
    company_number: str
    starts: date
    ends: date
    value: int  # pence, over the whole length
    annual: int
    service: str
    category: str
    procured: str = "Tender"


@dataclass(slots=True)
class Plant:
    """Something planted: `docs` are what a finding should be about, `beside` what they are set beside.

    `shown` is whether the layout shows it, which `showing` says of duplicates.
    """

    kind: str
    docs: list[Doc]
    beside: list[Doc] = field(default_factory=list)
    amount: int = 0
    contract: str = ""
    shown: bool = True

    def record(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "rows": [list(place) for doc in self.docs for place in doc.places],
            "beside": [list(place) for doc in self.beside for place in doc.places],
            "amount": f"{self.amount / 100:.2f}",
            "contract": self.contract,
            "shown": self.shown,
        }
