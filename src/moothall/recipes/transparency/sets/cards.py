"""Procurement cards: every transaction, however small."""

from moothall.recipes.transparency.sets.spend import PAYMENT, PAYMENT_CHECKS
from moothall.recipes.transparency.template import (
    DEPARTMENT,
    ORGANISATION,
    Field,
    Need,
    Scan,
    TransparencySet,
)

SET = TransparencySet(
    id="cards",
    title="Government procurement card transactions",
    about="Every transaction on a procurement card. No amount is too small, so none is left out.",
    frequency="quarterly",
    due="Within a month of the quarter's end",
    months_after=1,
    source="Local Government Transparency Code 2015, Part 2.1: Government Procurement Card transactions",
    checked="secondary",
    reads="card",
    dated="PaymentDate",
    total="Amount",
    fields=(
        *ORGANISATION,
        DEPARTMENT,
        *PAYMENT,
        Field(
            "CategoryInternalName",
            "The merchant category, in words",
            need=Need.SHOULD,
            scan=Scan.FORMS,
            ledger="category_name",
        ),
        Field(
            "MerchantCategoryCode",
            "The card scheme's code of the merchant category",
            scan=Scan.NONE,
            ledger="category_code",
        ),
    ),
    checks=PAYMENT_CHECKS,
)
