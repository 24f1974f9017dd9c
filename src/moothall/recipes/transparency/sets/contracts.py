"""Contracts over £5,000: the register of what the council has agreed to buy."""

from collections.abc import Iterator, Sequence

from moothall.kit.personal_data import EMAIL, PHONE, POSTCODE
from moothall.recipes.transparency.checks import WARNING, chosen, in_order, not_negative, redaction
from moothall.recipes.transparency.problems import Problem
from moothall.recipes.transparency.rules import Rules
from moothall.recipes.transparency.template import (
    DEPARTMENT,
    ORGANISATION,
    Field,
    Kind,
    Need,
    Row,
    Scan,
    TransparencySet,
)


def _small(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    least = rules.amount("contracts")
    small = tuple(
        row.place for row in rows if (sum_ := row.number("ContractValue")) is not None and sum_ <= least
    )
    if small:
        said = f"ContractValue is not more than £{least:,}, so the Code does not ask for this contract."
        mend = "Check the value, and that it is not of one year only; the row may stay."
        yield Problem("threshold", WARNING, said, mend, small, "ContractValue")


def _registered(one: TransparencySet, rows: Sequence[Row], rules: Rules) -> Iterator[Problem]:
    missing = tuple(
        row.place
        for row in rows
        if row.words("VCSE").casefold() in ("y", "yes", "true", "vcse")
        and not row.words("RegistrationNumber")
    )
    if missing:
        said = "The supplier is a voluntary or community body, and its registration number is not given."
        yield Problem(
            "blank", WARNING, said, "Add the number where it has one.", missing, "RegistrationNumber"
        )


_SITE = frozenset((POSTCODE,))  # where the work is done is no home of anybody's

SET = TransparencySet(
    id="contracts",
    title="Contracts over £5,000",
    about="Each contract, order, framework agreement or other enforceable agreement of more than £5,000.",
    frequency="quarterly",
    due="Within a month of the quarter's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.1: contracts",
    checked="secondary",
    total="ContractValue",
    register="contract",
    signs=("StartDate", "EndDate", "ContractReference"),
    fields=(
        *ORGANISATION,
        DEPARTMENT,
        Field(
            "ContractReference",
            "The contract's reference number",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=(
                "reference",
                "ref",
                "reference number",
                "contract ref",
                "contract number",
                "contract id",
                "unique identifier",
                "contract reference number",
                "notice identifier",
            ),
            ledger="reference",
        ),
        Field(
            "ContractTitle",
            "The title of the agreement",
            need=Need.MUST,
            known_as=("title", "contract name", "title of agreement", "name of contract", "agreement title"),
            ledger="title",
            allows=_SITE,
        ),
        Field(
            "Description",
            "The goods or services",
            known_as=(
                "contract description",
                "description of goods",
                "description of the goods and/or services provided",
                "goods or services",
                "summary",
            ),
            allows=_SITE,
        ),
        Field(
            "SupplierName",
            "The supplier, or the redaction marker",
            need=Need.MUST,
            scan=Scan.PAYEE,
            known_as=(
                "supplier",
                "contractor",
                "contractor name",
                "provider",
                "beneficiary name",
                "awarded supplier",
                "supplier name and details",
            ),
            ledger="supplier_name",
        ),
        Field(
            "SupplierDetails",
            "The supplier's address and other details",
            scan=Scan.FORMS,
            allows=frozenset((EMAIL, PHONE, POSTCODE)),
            known_as=("supplier address", "supplier contact", "address of supplier"),
        ),
        Field(
            "ContractValue",
            "Pounds over the length of the contract",
            Kind.MONEY,
            Need.SHOULD,
            (
                "value",
                "total value",
                "total contract value",
                "contract sum",
                "sum to be paid",
                "value of contract",
                "contract amount",
                "awarded value",
                "estimated value",
            ),
            ledger="value",
        ),
        Field(
            "AnnualValue",
            "Estimated pounds in a year",
            Kind.MONEY,
            known_as=(
                "annual contract value",
                "value per annum",
                "annual spend",
                "estimated annual spend",
                "estimated annual value",
            ),
            ledger="annual_value",
        ),
        Field(
            "IrrecoverableVATAmount",
            "Pounds of VAT that cannot be recovered",
            Kind.MONEY,
            known_as=(
                "irrecoverable vat",
                "vat that cannot be recovered",
                "non recoverable vat",
                "vat irrecoverable",
            ),
        ),
        Field(
            "StartDate",
            "The first day of the contract",
            Kind.DATE,
            Need.MUST,
            ("start", "contract start", "contract start date", "commencement date", "date from"),
            ledger="starts",
        ),
        Field(
            "EndDate",
            "The last day of the contract",
            Kind.DATE,
            Need.SHOULD,
            (
                "end",
                "contract end",
                "contract end date",
                "expiry date",
                "contract expiry",
                "expiry",
                "date to",
            ),
            ledger="ends",
        ),
        Field(
            "ReviewDate",
            "When the contract is looked at again",
            Kind.DATE,
            known_as=("review", "contract review date", "renewal date"),
        ),
        Field(
            "ProcurementProcess",
            "Whether by quotation, by tender or otherwise",
            need=Need.SHOULD,
            scan=Scan.FORMS,
            known_as=(
                "process",
                "procedure",
                "procurement route",
                "route to market",
                "invitation to quote or tender",
                "tender process",
                "quotation or tender",
                "how procured",
                "procurement method",
            ),
            ledger="procured",
        ),
        Field(
            "SME",
            "Whether the supplier is a small or medium-sized enterprise",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=("supplier sme", "is sme", "small or medium enterprise", "sme status", "sme y/n"),
        ),
        Field(
            "VCSE",
            "Whether it is a voluntary, community or social enterprise",
            need=Need.SHOULD,
            scan=Scan.NONE,
            known_as=(
                "vcs",
                "voluntary",
                "is vcse",
                "supplier vcse",
                "vcse status",
                "voluntary or community sector",
                "vcse y/n",
            ),
        ),
        Field(
            "RegistrationNumber",
            "Its company or charity number",
            scan=Scan.NONE,
            known_as=(
                "company number",
                "charity number",
                "company registration number",
                "companies house number",
                "supplier registration number",
                "company or charity number",
            ),
            ledger="company_number",
        ),
    ),
    checks=(
        in_order("StartDate", "EndDate"),
        _small,
        _registered,
        not_negative("ContractValue", "AnnualValue"),
        redaction("SupplierName"),
        chosen("SME", "Yes", "No", "Y", "N", "True", "False", "SME", "Not known"),
        chosen("VCSE", "Yes", "No", "Y", "N", "True", "False", "VCSE", "Not known"),
    ),
)
