"""The forms of purchases. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from moothall.core.models import Role, Service
from moothall.direction.money import in_pounds
from moothall.kit.numbers import plain
from moothall.spend.purchasing.life import Kind, Reason, Standing, State, Vat
from moothall.spend.purchasing.queries import Whole
from moothall.web.fields import Day, Form, Pounds


def options(choices: Any) -> list[tuple[str, str]]:
    """The choices of a list of words, each with a capital."""
    return [(it.value, f"{str(it.label)[:1].upper()}{str(it.label)[1:]}") for it in choices]


def money(pence: int | None) -> str:
    """An amount as it is typed."""
    return "" if pence is None else f"{in_pounds(pence):f}"


def prose(label: str, required: bool = True, hint: str = "", rows: int = 2) -> forms.CharField:
    """Some lines of text."""
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=required, max_length=3000, widget=widget, help_text=hint)


class Sum(Pounds):
    """An amount that must be given, in pence."""

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        if found is None:
            raise forms.ValidationError(f"Enter an amount for ‘{self.label}’, such as 1,250.00.")
        return found


class Filter(Form):
    """Which requisitions to list."""

    q = forms.CharField(label="Words in title or supplier", required=False, max_length=100)
    state = forms.ChoiceField(
        required=False, choices=[("", "All"), ("open", "Not over yet"), *options(State)]
    )
    service = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(
        label="Exceptions", required=False, choices=[("", "With and without"), *options(Kind)]
    )

    def __init__(self, services: Sequence[Service], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", "All services"),
            *((it.slug, it.name) for it in services),
        ]


class YearForm(Form):
    """Which financial year."""

    year = forms.ChoiceField(label="Financial year", required=False)

    def __init__(self, years: Sequence[tuple[str, str]], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["year"].choices = years  # type: ignore[attr-defined]


class LineForm(Form):
    """Something to buy. A line with nothing in it is left out."""

    words = forms.CharField(label="What", required=False, max_length=200)
    quantity = forms.DecimalField(required=False, max_digits=14, decimal_places=3)
    unit_pence = Pounds(label="Each, without VAT")
    vat = forms.ChoiceField(label="VAT", choices=options(Vat), required=False)

    def clean(self) -> dict[str, Any]:
        """All of a line, or nothing."""
        given = super().clean() or {}
        if self.errors or not (given.get("words") or given.get("quantity") or given.get("unit_pence")):
            return given
        if not given.get("words"):
            self.add_error("words", "Say what it is.")
        if given.get("quantity") is None:
            self.add_error("quantity", "Say how many.")
        if given.get("unit_pence") is None:
            self.add_error("unit_pence", "Say what one costs, without VAT.")
        return given

    @property
    def said(self) -> bool:
        """Whether anything was written in it."""
        return bool(self.cleaned_data.get("words"))


class RequisitionForm(Form):
    """What is asked for, of whom, under which contract, and why."""

    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a service")
    title = forms.CharField(label="What it is, in short", max_length=200)
    why = prose("Why it is needed")
    needed_by = Day(label="Needed by")
    supplier = forms.ModelChoiceField(
        Service.objects.none(), required=False, empty_label="Not chosen yet", label="Supplier"
    )
    contract = forms.ModelChoiceField(
        Service.objects.none(),
        required=False,
        empty_label="None, or not chosen yet",
        help_text="Contracts that run today. An order is placed against one, or is an exception.",
    )
    reason = forms.ChoiceField(
        label="If there is no contract, why", required=False, choices=[("", "There is one"), *options(Reason)]
    )
    reason_words = prose(
        "More about why there is none", False, "Such as what the emergency is, or the number of the waiver."
    )
    retrospective = prose(
        "If the goods or the invoice came already, why", False, "It is counted as a retrospective order."
    )
    over = prose(
        "Why more than the contract has left",
        False,
        "Only where it has too little left: two people then approve it.",
    )

    def __init__(self, services: QuerySet[Service], suppliers: QuerySet[Any], contracts: QuerySet[Any],
                 *args: Any, **more: Any):  # fmt: skip
        super().__init__(*args, **more)
        for name, found in (("service", services), ("supplier", suppliers), ("contract", contracts)):
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        self.fields["contract"].label_from_instance = contract_label  # type: ignore[attr-defined]


def contract_label(it: Any) -> str:
    """A contract in a list, with whom it is."""
    return f"{it.title} ({it.reference}, {it.supplier.name})"[:140]


class NoForm(Form):
    """A button alone."""


class ApproveForm(Form):
    words = prose("What you say of it", False)


class ReasonForm(Form):
    words = prose("Why")


class OrderForm(Form):
    """From whom and under which contract, where that was left open; and where it is to come."""

    supplier = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a supplier")
    contract = forms.ModelChoiceField(Service.objects.none(), required=False, empty_label="Choose a contract")
    deliver_to = prose("Deliver to", False)

    def __init__(
        self, it: Whole, suppliers: QuerySet[Any], contracts: QuerySet[Any], *args: Any, **more: Any
    ):
        super().__init__(*args, **more)
        one = it.requisition
        if one.supplier_id or one.contract_id:
            del self.fields["supplier"]
        else:
            self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]
        if one.contract_id or it.departs(Kind.NO_CONTRACT):
            del self.fields["contract"]
        else:
            found = contracts.filter(supplier=one.supplier_id) if one.supplier_id else contracts
            self.fields["contract"].queryset = found  # type: ignore[attr-defined]
            self.fields["contract"].label_from_instance = contract_label  # type: ignore[attr-defined]


class ReceiveForm(Form):
    """How much came of each line, on a day."""

    on = Day(label="Day it came")
    words = prose("What you say of it", False, "Needed where something is sent back.")
    because = prose("If it came before the order, why", False)

    def __init__(self, it: Whole, *args: Any, **more: Any):
        super().__init__(*args, **more)
        rest = {f"line_{one.pk}": (one, it.came[one.pk]) for one in it.lines}
        fields: dict[str, forms.Field] = {}
        for name, (one, came) in rest.items():
            fields[name] = forms.DecimalField(
                label=one.words,
                required=False,
                max_digits=14,
                decimal_places=3,
                help_text=f"{plain(one.quantity)} ordered, {plain(came)} came before. Below nought: sent back.",
            )
        self.fields = {**fields, **self.fields}

    def came(self) -> dict[int, Decimal]:
        """By line, how much came."""
        return {
            int(name.removeprefix("line_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("line_") and value
        }


class InvoiceForm(Form):
    """A bill as it came."""

    number = forms.CharField(label="Invoice’s number", max_length=60)
    dated = Day(label="Day it bears")
    received_on = Day(label="Day it came")
    net_pence = Sum(label="Without VAT")
    vat_pence = Sum(label="VAT")
    gross_pence = Sum(label="In all")
    because = prose("If it is older than the order, why", False, "It is counted as a retrospective order.")


class CreditForm(InvoiceForm):
    """A credit note as it came. Its amounts are written above nought."""

    def __init__(self, it: Whole, *args: Any, **more: Any):
        super().__init__(*args, **more)
        bills = {str(one.pk): one for one in it.creditable}
        del self.fields["because"]
        self.fields["number"].label = "Credit note’s number"
        self.fields["credits"] = forms.TypedChoiceField(
            label="Of which invoice",
            choices=[("", "Choose an invoice"), *((pk, one.number) for pk, one in bills.items())],
            coerce=bills.get,
        )
        self.order_fields(["credits"])


class BillForm(Form):
    """What is done with a bill that came."""

    doing = forms.ChoiceField(label="What you do", widget=forms.RadioSelect)
    words = prose("Why, or how it was settled", False, "Not needed to match or to pay.")
    on = Day(label="Day it was paid", required=False)

    def __init__(self, standing: str, paid: bool, can_match: bool, *args: Any, **more: Any):
        super().__init__(*args, **more)
        found = dict(DOINGS[Standing(standing)])
        if not can_match:
            found.pop("match", None)
        self.fields["doing"].choices = list(found.items())  # type: ignore[attr-defined]
        if "pay" not in found:
            del self.fields["on"]
        elif len(found) == 1:
            del self.fields["words"]
            self.fields["doing"].widget = forms.HiddenInput()
            self.fields["on"].required = True
            self.initial.setdefault("doing", "pay")


DOINGS: dict[Standing, tuple[tuple[str, str], ...]] = {
    Standing.WAITING: (
        ("match", "Match it with the order and what came"),
        ("dispute", "Put it in dispute"),
        ("withdraw", "The supplier took it back"),
    ),
    Standing.DISPUTED: (("settle", "The dispute is settled"), ("withdraw", "The supplier took it back")),
    Standing.MATCHED: (("pay", "Say that it was paid"),),
    Standing.WITHDRAWN: (),
}


class LimitForm(Form):
    """Up to how much a role approves."""

    role = forms.ModelChoiceField(Role.objects.none(), empty_label="Choose a role")
    pence = Sum(label="Up to", help_text="In pounds, of one requisition without VAT.")
    from_date = Day(label="From")
    reason = prose("Why")

    def __init__(self, roles: QuerySet[Role], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]


class ToleranceForm(Form):
    """By how much a bill may be above what came: the smaller of the two."""

    per_cent = forms.DecimalField(label="Per cent", max_digits=4, decimal_places=1, min_value=0)
    pence = Sum(label="Pounds")
    from_date = Day(label="From")
    reason = prose("Why")


def initial_line(it: Any) -> dict[str, Any]:
    """A line as it is typed."""
    return {
        "words": it.words,
        "quantity": plain(it.quantity),
        "unit_pence": money(it.unit_pence),
        "vat": str(it.vat_per_mille),
    }


def choice(it: Model | None) -> Any:
    """What a list is set to."""
    return it.pk if it else None
