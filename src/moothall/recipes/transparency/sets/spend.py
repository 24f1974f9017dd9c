"""Spending over £500: every transaction above the threshold, credit notes included, none left out for privacy.

Columns: the spelling of the Local Government Association's schema for expenditure (OrganisationLabel … Purpose), as
councils publish it today. The older template ('Body name', 'Body', 'Transaction date') holds the same; files in it
are read.
"""

from moothall.recipes.transparency.checks import credit_notes, in_period, redaction
from moothall.recipes.transparency.template import (
    DEPARTMENT,
    ORGANISATION,
    Field,
    Kind,
    Need,
    Scan,
    TransparencySet,
)

PAYMENT = (
    Field("BeneficiaryName", "Who was paid, or a marker", need=Need.MUST, scan=Scan.PAYEE, ledger="payee_name"),
    Field("BeneficiaryOtherID", "The council's own number for who was paid", scan=Scan.NONE, ledger="payee_ref"),
    Field("PaymentDate", "The day of the payment, as the ledger has it", Kind.DATE, Need.MUST, ledger="paid"),
    Field("TransactionNumber", "The ledger's number of the transaction", scan=Scan.NONE, ledger="transaction_no"),
    Field("Amount", "Pounds, net of recoverable VAT; a credit is negative", Kind.MONEY, Need.MUST, ledger="amount"),
    Field("IrrecoverableVATAmount", "Pounds of VAT not recovered", Kind.MONEY, Need.SHOULD, ledger="irrecoverable_vat"),
    Field("Purpose", "What it was for, in a few words", need=Need.SHOULD, ledger="said"),
)  # fmt: skip

PAYMENT_CHECKS = (in_period("PaymentDate"), redaction("BeneficiaryName"), credit_notes("Amount", "Purpose"))

SET = TransparencySet(
    id="spend",
    title="Spending over £500",
    about=(
        "Each transaction of more than £500, net of VAT that can be recovered: invoices, grants, "
        "expenses and credit notes. "
        "A transaction that stands on several lines is judged by their sum, and all its lines are published."
    ),
    frequency="quarterly",
    due="Within a month of the quarter's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.1: expenditure exceeding £500",
    checked="secondary",
    reads="ledger",
    dated="PaymentDate",
    total="Amount",
    fields=(
        *ORGANISATION,
        DEPARTMENT,
        *PAYMENT,
        Field(
            "CategoryInternalName",
            "What kind of purchase it was",
            need=Need.SHOULD,
            scan=Scan.FORMS,
            ledger="category_name",
        ),
        Field("CategoryInternalCode", "The code of that kind", scan=Scan.NONE, ledger="category_code"),
        Field(
            "ContractReference",
            "The contract in the register that it was under",
            scan=Scan.NONE,
            ledger="contract_ref",
        ),
    ),
    checks=PAYMENT_CHECKS,
)
