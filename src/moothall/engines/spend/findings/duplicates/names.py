"""Whether two printed names are plainly of one supplier: enough to look, not to join them."""

import re
from difflib import SequenceMatcher

from moothall.engines.spend.findings.duplicates.bills import Bill

_FORMS = re.compile(r"\b(ltd|limited|plc|llp|llc|inc|co|company|the|uk|and|group|services?|t/?a)\b")
_OTHER = re.compile(r"[^a-z0-9]+")
_FIGURES = re.compile("[0-9]")
_VAT = 9  # figures of a VAT number
_ALIKE = 0.88


def alike(a: Bill, b: Bill) -> str:
    """What the payees of two bills share, in words; '' where they share nothing."""
    if len(_FIGURES.findall(a.vat_number or "")) >= _VAT and a.vat_number == b.vat_number:
        return "both accounts have one VAT number"
    one, other = plain(a.payee_name), plain(b.payee_name)
    if min(len(one), len(other)) >= 4:
        if one == other:
            return "the names are the same"
        if len(one) >= 8 and len(other) >= 8 and (one.startswith(other) or other.startswith(one)):
            return "one name begins with the other"
        if SequenceMatcher(None, one, other).ratio() >= _ALIKE:
            return "the names are alike"
    if a.postcode and a.postcode == b.postcode and one[:4] == other[:4]:
        return "both accounts have one postcode"
    return ""


def plain(name: str | None) -> str:
    """A name without its legal form, marks and spaces."""
    return _OTHER.sub("", _FORMS.sub(" ", (name or "").casefold().replace("&", " and ")))
