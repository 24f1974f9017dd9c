"""The forms of spending. What may be said in them is for the actions to judge."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings

from moothall.spend.ledgers.life import KINDS, State
from moothall.spend.ledgers.queries import BY, LedgerFile, LedgerTable
from moothall.web.fields import Day, Form, Pounds

FIELDS = {  # field of a payment: what it is called on a form
    "payee": "Supplier or payee",
    "ref": "Supplier’s number",
    "service": "Service",
    "paid": "Date of payment",
    "invoiced": "Date of the invoice",
    "received": "Date received",
    "ordered": "Date of the order",
    "transaction_no": "Transaction number",
    "invoice_no": "Invoice number",
    "order_no": "Order number",
    "contract_ref": "Contract reference",
    "amount": "Amount",
    "net": "Net amount",
    "gross": "Gross amount",
    "vat": "VAT",
    "irrecoverable_vat": "Irrecoverable VAT",
    "purpose": "Purpose",
    "account": "Account",
    "account_code": "Account code",
    "given_category": "Category",
    "merchant_category": "Merchant category",
    "vat_number": "VAT number",
    "company_number": "Companies House number",
    "charity_number": "Charity number",
    "sme": "Small or medium-sized",
    "vcse": "Voluntary or community",
    "postcode": "Postcode",
    "raised_by": "Who raised it",
}
NONE = "-"  # no column


class FileForm(Form):
    """A file of payments, card purchases or orders. It is judged by what is in it."""

    file = forms.FileField(
        label="File", help_text="CSV, XLSX, ODS, or a zip of them, as your ledger exports it."
    )
    replaces = forms.ChoiceField(
        label="It replaces",
        required=False,
        help_text="A newer extract of the same months. The older one stays on record and is not scanned again.",
    )

    def __init__(self, standing: Iterable[LedgerFile], *args: Any, **more: Any):
        super().__init__(*args, **more)
        choices = [("", "Nothing: it is new"), *((str(it.pk), str(it)) for it in standing)]
        self.fields["replaces"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(
                f"The file is larger than {settings.UPLOAD_LIMIT // 2**20} MB, the most this page takes: zip it."
            )
        return file


class MappingForm(Form):
    """Which column holds what, in one table."""

    kind = forms.ChoiceField(
        label="What the table holds",
        choices=[(it, title) for it, title in KINDS.items() if it != "contracts"],
    )

    def __init__(self, table: LedgerTable, data: Any = None, prefix: str | None = None):
        now = {name: table.mapping.get(name, NONE) for name in FIELDS}
        super().__init__(data, prefix=prefix, initial={"kind": table.kind, **now})
        self.now = now
        headings = [one["name"] for one in table.columns]
        for name, title in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=title,
                required=False,
                choices=[(NONE, "No column"), *((it, it) for it in headings)],
            )

    def decided(self) -> dict[str, str | None]:
        """The fields that were changed: field to heading, None for no column."""
        return {
            name: None if value in ("", NONE) else value
            for name, value in self.cleaned_data.items()
            if name in FIELDS and (value or NONE) != self.now[name]
        }


class ReasonForm(Form):
    """Why."""

    why = forms.CharField(label="Why", max_length=300)


class RulesForm(Form):
    """What scans go by."""

    thresholds = forms.CharField(
        label="Thresholds of approval or tender",
        max_length=200,
        help_text="In pounds, with spaces between them.",
    )
    contract_needed = Pounds(label="Spending a year from which a contract is needed")
    postcodes = forms.CharField(
        label="Postcode districts that count as local",
        required=False,
        max_length=1000,
        help_text="Such as WR9 WR10. Blank: nothing is called local.",
    )


class FindingFilter(Form):
    """Which findings to list."""

    state = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=[
            ("todo", "To look at"),
            *((it.value, str(it.label).capitalize()) for it in State),
            ("gone", "No longer found"),
            ("", "All"),
        ],
    )
    test = forms.ChoiceField(label="Test", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    likely = forms.ChoiceField(
        label="How likely", required=False, choices=[("", "Any"), ("yes", "Likely"), ("no", "Worth a look")]
    )
    payee = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)
    contract = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)

    def __init__(
        self, tests: Sequence[tuple[str, str, str]], services: Sequence[str], *args: Any, **more: Any
    ):
        super().__init__(*args, **more)
        families = sorted({(family, family.capitalize()) for _test, _title, family in tests})
        self.fields["test"].choices = [  # type: ignore[attr-defined]
            ("", "Every test"),
            ("All of a kind", families),
            ("One test", [(test, title) for test, title, _family in tests]),
        ]
        self.fields["service"].choices = [("", "Every service"), *((it, it) for it in services)]  # type: ignore[attr-defined]


class OutcomeForm(Form):
    """What came of a finding."""

    state = forms.ChoiceField(
        label="How it stands",
        choices=[(it.value, str(it.label).capitalize()) for it in State],
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label="What you found, or why it is not right",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )
    recovered_pence = Pounds(label="Pounds that came back", help_text="Only where money came back.")
    recovered_on = Day(label="The day it came back", required=False)
    how = forms.CharField(
        label="How it came back",
        required=False,
        max_length=200,
        help_text="Such as a credit note or a refund.",
    )


class CubeForm(Form):
    """What to add up, and by what."""

    by = forms.ChoiceField(label="A row for each", required=False, choices=list(BY.items()))
    service = forms.ChoiceField(label="Service", required=False)
    family = forms.ChoiceField(label="Kind of spending", required=False)
    kind = forms.ChoiceField(
        label="Paid by", required=False, choices=[("", "Both"), ("ledger", "Payment"), ("card", "Card")]
    )
    since = forms.ChoiceField(label="From", required=False)
    until = forms.ChoiceField(label="To", required=False)
    rise = forms.DecimalField(
        label="Prices rose by, per cent",
        required=False,
        min_value=-50,
        max_value=100,
        help_text="In the year before. Blank: cash only.",
    )
    payee = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)

    def __init__(self, services: Any, families: Any, months: Any, *args: Any, **more: Any):
        super().__init__(*args, **more)
        for name, choices in (
            ("service", [("", "Every service"), *services]),
            ("family", [("", "Every kind"), *families]),
            ("since", months),
            ("until", months),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class SearchForm(Form):
    """Words to look for."""

    q = forms.CharField(label="Words in it", required=False, max_length=100)


class SupplierSearch(Form):
    """A supplier to find."""

    q = forms.CharField(label="Name", required=False, max_length=100)


class StaffCostForm(Form):
    """The two denominators of agency spending."""

    year = forms.TypedChoiceField(label="Financial year", coerce=int)
    pay_bill_pence = Pounds(
        label="Pay bill", help_text="Salaries, employer’s pension and National Insurance."
    )
    staff_budget_pence = Pounds(
        label="Staff budget", help_text="What was budgeted for all staff, agency among them."
    )
    source = forms.CharField(label="Where the figures are from", max_length=300)

    def __init__(self, years: Sequence[tuple[int, str]], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["year"].choices = years  # type: ignore[attr-defined]


class EarlyForm(Form):
    """The terms of early payment."""

    rebate = forms.DecimalField(label="Rebate, per cent", min_value=0, max_value=20, decimal_places=2)
    early_day = forms.IntegerField(label="Paid on this day after receipt", min_value=0, max_value=60)
    due_day = forms.IntegerField(label="Due on this day", min_value=1, max_value=120)
    deposit = forms.DecimalField(
        label="What the treasury earns a year, per cent", min_value=0, max_value=20, decimal_places=2
    )
    running_pence = Pounds(label="Cost of running it a year")
