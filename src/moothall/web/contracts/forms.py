"""The forms of contracts. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.direction.money import in_pounds
from moothall.spend.life import Cover, Invitation, Kind, Next, Paper, Rating, Route, State, Tie, Tier
from moothall.spend.papers import KINDS
from moothall.spend.queries import Supplier
from moothall.web.fields import Day, Form, Pounds

Options = Sequence[tuple[str, Any]]
WITHOUT_VAT = "In pounds, without VAT that is got back; blank where it is not known."


def options(choices: Any) -> list[tuple[str, str]]:
    """The choices of a list of words, each with a capital."""
    return [(it.value, f"{str(it.label)[:1].upper()}{str(it.label)[1:]}") for it in choices if it.value]


def money(pence: int | None) -> str:
    """An amount as it is typed; '' where it is not known."""
    return "" if pence is None else f"{in_pounds(pence):f}"


class Filter(Form):
    """Which contracts to list."""

    q = forms.CharField(label="Words in title, reference or supplier", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=[("running", "Live and extended"), *options(State), ("", "All")],
    )
    service = forms.ChoiceField(required=False)
    tier = forms.ChoiceField(
        required=False,
        choices=[
            ("", "All"),
            ("gold", "Gold"),
            ("silver", "Silver"),
            ("bronze", "Bronze"),
            ("none", "Not set"),
        ],
    )
    within = forms.ChoiceField(
        label="Ending within",
        required=False,
        choices=[("", "Any time"), *((str(it), f"{it} months") for it in (3, 6, 9, 12, 18, 24))],
    )
    supplier = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)

    def __init__(self, services: Sequence[Service], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", "All services"),
            *((it.slug, it.name) for it in services),
        ]


class ContractForm(Form):
    """What was agreed, with whom, for which days and how much."""

    reference = forms.CharField(max_length=60, help_text="Your own, such as C-0142.")
    title = forms.CharField(max_length=300)
    description = forms.CharField(required=False, max_length=5000, widget=forms.Textarea({"rows": 3}))
    supplier = forms.ModelChoiceField(
        Supplier.objects.none(), required=False, empty_label="Choose a supplier, or name a new one below"
    )
    new_supplier = forms.CharField(
        label="A new supplier’s name",
        required=False,
        max_length=200,
        help_text="Only where it is not in the list.",
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service that answers for it", empty_label="Choose a service"
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        empty_label="Nobody yet",
        help_text="They are told when something is to be done. Residents do not see who it is.",
    )
    kind = forms.ChoiceField(label="What is bought", widget=forms.RadioSelect, choices=options(Kind))
    category = forms.CharField(required=False, max_length=120)
    cpv = forms.CharField(label="CPV code", required=False, max_length=10, help_text="Eight digits.")
    starts = Day(label="First day")
    ends = Day(label="Last day of its first term", required=False, help_text="Blank where no end is set.")
    notice_by = Day(
        label="Last day to give notice",
        required=False,
        help_text="Only where it goes on unless notice is given.",
    )
    review_on = Day(label="Next review", required=False)
    value_pence = Pounds(label="Value of its first term", help_text=WITHOUT_VAT)
    annual_pence = Pounds(label="Value a year", help_text=WITHOUT_VAT)
    vat_pence = Pounds(label="VAT that is not got back", help_text="In pounds; blank where it is not known.")
    tier = forms.ChoiceField(
        label="How closely it is managed", required=False, choices=[("", "Not set"), *options(Tier)]
    )
    route = forms.ChoiceField(
        label="Rules it was bought under", required=False, choices=[("", "Not known"), *options(Route)]
    )
    invitation = forms.ChoiceField(
        label="Whether others were asked", required=False, choices=[("", "Not known"), *options(Invitation)]
    )
    withheld_because = forms.CharField(
        label="Why residents do not see it",
        required=False,
        max_length=300,
        help_text="Blank for nearly all: only where to show it would harm somebody.",
    )

    def __init__(
        self, suppliers: QuerySet[Supplier], services: QuerySet[Service], people: QuerySet[Person],
        *args: Any, changing: bool = False, **more: Any,
    ):  # fmt: skip
        super().__init__(*args, **more)
        for name, found in (("supplier", suppliers), ("service", services), ("owner", people)):
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        if changing:
            self.fields["reason"] = forms.CharField(
                label="Why it is changed", required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        """A supplier from the list or a new one, and not both."""
        given = super().clean() or {}
        named = bool(given.get("supplier")) + bool(given.get("new_supplier"))
        if named != 1 and "supplier" not in self.errors:
            self.add_error("supplier", "Choose a supplier from the list, or name a new one: one of the two.")
        return given


def known(label: str) -> forms.TypedChoiceField:
    """Yes, no, or nobody knows."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", "Not known"), ("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )


class SupplierForm(Form):
    """Who a supplier is."""

    name = forms.CharField(max_length=200)
    company_number = forms.CharField(label="Companies House number", required=False, max_length=12)
    charity_number = forms.CharField(required=False, max_length=10)
    vat_number = forms.CharField(label="VAT number", required=False, max_length=20)
    postcode = forms.CharField(required=False, max_length=12)
    sme = known("A small or medium-sized enterprise")
    vcse = known("A voluntary, community or social enterprise")
    local = known("Local, as the council counts it")


class SupersedeForm(Form):
    """Which supplier it is."""

    by = forms.ModelChoiceField(
        Supplier.objects.none(), label="It is the same as", empty_label="Choose a supplier"
    )
    reason = forms.CharField(label="How that is known", widget=forms.Textarea({"rows": 2}))

    def __init__(self, suppliers: QuerySet[Supplier], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["by"].queryset = suppliers  # type: ignore[attr-defined]


class ReviewForm(Form):
    """What a review found, and what comes after the contract."""

    words = forms.CharField(label="What you found", widget=forms.Textarea({"rows": 4}))
    next = forms.ChoiceField(label="What is to become of it", widget=forms.RadioSelect, choices=options(Next))
    on = Day(label="On which day")
    review_on = Day(label="Next review", required=False)


class ExtensionForm(Form):
    """A right to go on for longer."""

    until = Day(label="Last day it would go on to")
    notice_by = Day(label="Last day to take it up", required=False)
    value_pence = Pounds(label="Value that it adds", help_text=WITHOUT_VAT)


class UseExtensionForm(Form):
    """Take an extension up, or give it up."""

    doing = forms.ChoiceField(
        label="What is decided",
        widget=forms.RadioSelect,
        choices=[("use", "Take it up: the contract goes on"), ("give-up", "Give it up: it will not be used")],
    )
    decision = forms.ChoiceField(
        label="Decision it was made by", required=False, help_text="Tie the contract to the decision first."
    )
    reason = forms.CharField(label="Why", required=False, widget=forms.Textarea({"rows": 3}))
    on = Day(label="On which day")

    def __init__(self, decisions: Options, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["decision"].choices = [("", "None is tied"), *decisions]  # type: ignore[attr-defined]


class DocumentForm(Form):
    """A paper of a contract."""

    kind = forms.ChoiceField(label="What it is", choices=options(Paper))
    title = forms.CharField(required=False, max_length=200, help_text="Blank: the file’s name.")
    file = forms.FileField(label="File", help_text=f"One of {', '.join(KINDS)}. It is judged by its content.")


class InsuranceForm(Form):
    """Cover that the supplier holds."""

    kind = forms.ChoiceField(label="What it covers", choices=options(Cover))
    insurer = forms.CharField(required=False, max_length=120)
    cover_pence = Pounds(label="Up to how much", help_text="In pounds.")
    expires_on = Day(label="Last day")


class IndicatorForm(Form):
    """A key performance indicator."""

    name = forms.CharField(max_length=200, help_text="Such as ‘Bins put right within two working days’.")
    target = forms.CharField(max_length=200, help_text="In words, such as ‘95% or more’.")


class ReportForm(Form):
    """How the supplier did."""

    on = Day(label="Up to which day")
    value = forms.CharField(max_length=60, help_text="Such as 97.2%.")
    rating = forms.ChoiceField(label="How that is", widget=forms.RadioSelect, choices=options(Rating))
    words = forms.CharField(label="What is said of it", required=False, widget=forms.Textarea({"rows": 3}))


class SocialValueForm(Form):
    """Social value that the supplier promised. It is not cash, and is never added to savings."""

    what = forms.CharField(
        label="What was promised", max_length=200, help_text="Such as ‘Apprenticeships for young people’."
    )
    unit = forms.CharField(label="Counted in", max_length=60, help_text="Such as weeks.")
    units = forms.DecimalField(label="How many", max_digits=14, decimal_places=4, min_value=0)
    proxy_pence = Pounds(label="What one is taken to be worth", help_text="In pounds: the proxy.")
    proxy_year = forms.IntegerField(label="Year of the proxy’s prices", min_value=2000, max_value=2100)
    proxy_source = forms.CharField(label="Where the proxy is from", max_length=200)
    deadweight = forms.DecimalField(
        label="Would have happened anyway (%)", max_digits=4, decimal_places=1, min_value=0, max_value=100
    )
    attribution = forms.DecimalField(
        label="Due to this contract (%)", max_digits=4, decimal_places=1, min_value=0, max_value=100
    )
    displacement = forms.DecimalField(
        label="Taken from elsewhere (%)", max_digits=4, decimal_places=1, min_value=0, max_value=100
    )
    by_day = Day(label="Promised by", required=False)

    def clean_proxy_pence(self) -> int:
        """Without a proxy there is no value to work out."""
        given: int | None = self.cleaned_data["proxy_pence"]
        if given is None:
            raise forms.ValidationError("Enter what one is taken to be worth, in pounds.")
        return given


class DeliverForm(Form):
    """What was delivered of it."""

    units = forms.DecimalField(label="How many", max_digits=14, decimal_places=4, min_value=0)
    on = Day(label="Up to which day")
    evidence = forms.CharField(label="How that is known", widget=forms.Textarea({"rows": 3}))


class TieForm(Form):
    """A decision or a risk of ours, or a decision that is kept elsewhere."""

    which = forms.ChoiceField(label="One kept here", required=False)
    kind = forms.ChoiceField(
        label="Or what it is", required=False, choices=[("", "One chosen above"), *options(Tie)]
    )
    title = forms.CharField(label="Its title", required=False, max_length=200)
    href = forms.CharField(label="Where it is read", required=False, max_length=300, help_text="https://…")

    def __init__(self, kept: Options, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["which"].choices = [("", "None of these"), *kept]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One kept here, or a kind and a title."""
        given = super().clean() or {}
        if not given.get("which") and not (given.get("kind") and given.get("title")):
            self.add_error("which", "Choose one kept here, or say what it is and give its title.")
        return given


class ReasonForm(Form):
    """Why, and on which day."""

    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 3}))
    on = Day(label="Its last day")


class OnForm(Form):
    """On which day."""

    on = Day(label="On which day")


class RulesForm(Form):
    """What the council decided for its register."""

    decision_pence = Pounds(
        label="Value from which a decision must be tied to a contract",
        help_text="In pounds, such as your key decision threshold. Blank: none.",
    )
    months = forms.CharField(
        label="Months before its day at which the owner is told", max_length=60, help_text="Such as 12 9 6 3."
    )
    buyers = forms.CharField(
        label="Other names of the council in notices",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="One a line; an identifier is good too.",
    )
    reason = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea({"rows": 2}))
    from_date = Day(label="From")

    def clean_months(self) -> list[int]:
        """Whole numbers with anything between them."""
        parts = self.cleaned_data["months"].replace(",", " ").split()
        if not parts or not all(it.isascii() and it.isdecimal() and len(it) < 3 for it in parts):
            raise forms.ValidationError("Write months as whole numbers, such as 12 9 6 3.")
        return [int(it) for it in parts]

    def clean_buyers(self) -> list[str]:
        """A name a line."""
        return [it.strip() for it in self.cleaned_data["buyers"].splitlines() if it.strip()]


class LoadForm(Form):
    """A register or notices from a file."""

    holds = forms.ChoiceField(
        label="What the file holds",
        widget=forms.RadioSelect,
        choices=[
            ("register", "A contract register (CSV, Excel or ODS), to look at before it is kept"),
            ("notices", "Procurement notices: an OCDS release package (JSON), or Contracts Finder rows"),
        ],
    )
    file = forms.FileField()
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label="Service of rows that name none of ours",
        required=False,
        empty_label="Reject such rows",
        help_text="For a register.",
    )
    ours = forms.BooleanField(
        label="Only notices of this council",
        required=False,
        help_text="By the names of the council in Settings.",
    )

    def __init__(self, services: QuerySet[Service], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class PublicFilter(Form):
    """Which contracts a resident looks for."""

    q = forms.CharField(label="Words in the title, supplier or description", required=False, max_length=100)
    service = forms.ChoiceField(label="Department", required=False)

    def __init__(self, services: Sequence[str], *args: Any, **more: Any):
        super().__init__(*args, **more)
        every = [("", "Every department"), *((it, it) for it in services)]
        self.fields["service"].choices = every  # type: ignore[attr-defined]


class NoticeFilter(Form):
    """Which notices to list."""

    q = forms.CharField(label="Words in title or buyer", required=False, max_length=100)
    matched = forms.ChoiceField(
        label="Of a contract",
        required=False,
        choices=[("", "Any"), ("yes", "Matched with one"), ("no", "Not matched yet")],
    )


class MatchForm(Form):
    """Which contract a notice is of."""

    contract = forms.ChoiceField(label="Contract", widget=forms.RadioSelect)
    fill_supplier = forms.BooleanField(
        label="Take the supplier’s company number from the notice, where we have none", required=False
    )

    def __init__(self, found: Options, others: Options, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["contract"].choices = [*found, *others]  # type: ignore[attr-defined]
        if not found:
            self.fields["contract"].widget = forms.Select(choices=[("", "Choose a contract"), *others])
