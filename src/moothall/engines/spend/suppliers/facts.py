"""Numbers that say who a payee is, and what they are worth."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import exp, log

from moothall.engines.spend.suppliers.likeness import Judged
from moothall.engines.spend.suppliers.names import Name

_COMPANY = re.compile(r"(?:[A-Z]{2}\d{6}|\d{6,8})")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")
_NO_REF = frozenset({"", "0", "na", "n/a", "none", "null", "redacted", "unknown", "-", "various", "sundry"})
_NO_COMPANY = frozenset({"12345678", "01234567", "00123456"})  # typed to get past a form

# What a fact adds to the logarithm of the odds that two payees are one
SAME_VAT, OTHER_VAT = 2.5, -3.0
SAME_POSTCODE, OTHER_POSTCODE = 1.3, -0.4
OTHER_CHARITY = -3.0
SAME_ACCOUNT = "the same supplier account"
NUMBER_UNLIKE = 8  # unlike names under one number, from which it says nothing (a one-off account, a slip)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody paid, or named in a contract or an order (then `payee` is None)."""

    payee: int | None
    printed: str
    name: Name
    ref: str | None = None
    accounts: frozenset[tuple[str, str]] = frozenset()  # (body, its ref)
    vat: str | None = None
    company: str | None = None
    charity: str | None = None
    postcode: str | None = None
    pounds: Decimal = Decimal(0)


def vat_number(given: str | None) -> str | None:
    """Nine digits whose check digits are right (HMRC's two rules, modulus 97); None for anything else."""
    digits = re.sub(r"\D", "", given or "")
    if len(digits) == 12:  # a branch's three digits stand behind
        digits = digits[:9]
    if len(digits) != 9 or len(set(digits)) == 1:
        return None
    total = sum(int(it) * weight for it, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    return digits if (total + int(digits[7:])) % 97 in (0, 42) else None


def company_number(given: str | None) -> str | None:
    """Eight characters as Companies House writes them; None for what cannot be one."""
    text = re.sub(r"[\s.-]", "", (given or "").upper())
    number = text.zfill(8)
    if not _COMPANY.fullmatch(text) or len(set(text)) == 1 or number in _NO_COMPANY:
        return None
    return number


def charity_number(given: str | None) -> str | None:
    digits = re.sub(r"\D", "", (given or "").partition("-")[0])
    return digits.lstrip("0") if 5 <= len(digits) <= 7 and len(set(digits)) > 1 else None


def postcode(given: str | None) -> str | None:
    found = _POSTCODE.fullmatch((given or "").strip().upper().replace(" ", "")) or _POSTCODE.fullmatch(
        (given or "").strip().upper()
    )
    return f"{found[1]} {found[2]}" if found else None


def account(given: str | None) -> str | None:
    """A supplier's reference in a ledger; None where it stands for nobody."""
    text = (given or "").strip()
    return None if text.casefold() in _NO_REF else text


def sharing(parties: Sequence[Party], number: str) -> dict[object, list[int]]:
    """Who shares a number (a field of Party), by the number."""
    held: dict[object, list[int]] = defaultdict(list)
    for at, party in enumerate(parties):
        for it in party.accounts if number == "accounts" else filter(None, [getattr(party, number)]):
            held[it].append(at)
    return {it: who for it, who in held.items() if len(who) > 1}


def credible(parties: Sequence[Party]) -> list[Party]:
    """The same parties without the numbers under which many unlike names stand, but for VAT groups' (which do)."""
    empty: dict[str, set[object]] = {
        number: {
            it
            for it, who in sharing(parties, number).items()
            if len({parties[at].name.words[:1] for at in who}) > NUMBER_UNLIKE
        }
        for number in ("company", "charity", "accounts")
    }
    if not any(empty.values()):
        return list(parties)
    return [
        replace(
            it,
            company=None if it.company in empty["company"] else it.company,
            charity=None if it.charity in empty["charity"] else it.charity,
            accounts=frozenset(it.accounts - empty["accounts"]),
        )
        for it in parties
    ]


def contrary(first: Iterable[str | None], second: Iterable[str | None]) -> bool:
    """Whether both have numbers and none of them is the same."""
    left, right = set(first) - {None}, set(second) - {None}
    return bool(left) and bool(right) and not left & right


def weighed(first: Party, second: Party, named: Judged) -> Judged:
    """How sure it is that two parties are one: by their names, then by what else is known of both."""
    confidence, why = named
    if contrary([first.company], [second.company]):
        return 0.02, f"{why or 'names unlike'}, but two company numbers"
    if first.company and first.company == second.company:
        return max(0.97 if confidence < 0.3 else 0.995, confidence), "the same company number"
    said = [why or "names unlike"]
    odds = _log_odds(confidence or 0.02)
    for one, other, same, apart, label in (
        (first.vat, second.vat, SAME_VAT, OTHER_VAT, "VAT number"),
        (first.postcode, second.postcode, SAME_POSTCODE, OTHER_POSTCODE, "postcode"),
    ):
        if one and other:
            odds += same if one == other else apart
            said.append(f"the same {label}" if one == other else f"another {label}")
    if first.charity and second.charity and first.charity != second.charity:
        odds += OTHER_CHARITY
        said.append("another charity number")
    confidence = 1 / (1 + exp(-odds))
    if first.charity and first.charity == second.charity:
        confidence, said = max(confidence, 0.97), ["the same charity number", *said]
    if first.accounts & second.accounts:
        unlike = named[0] < 0.5
        floor = 0.8 if unlike and contrary([first.vat], [second.vat]) else 0.93 if unlike else 0.98
        confidence, said = max(confidence, floor), [f"{SAME_ACCOUNT} in one ledger", *said]
    return confidence, "; ".join(said)


def _log_odds(confidence: float) -> float:
    held = min(max(confidence, 0.001), 0.999)
    return log(held / (1 - held))


def widths(parties: Sequence[Party]) -> dict[str, int]:
    """For each body whose ledger cuts names off, the width: where several of its names are as long as any."""
    lengths: dict[str, Counter[int]] = defaultdict(Counter)
    for party in parties:
        for body in {it for it, _ in party.accounts} or {""}:
            lengths[body][len(party.printed.strip())] += 1
    found = {}
    for body, counted in lengths.items():
        longest = max(counted)
        if 20 <= longest <= 60 and counted[longest] >= 3:
            found[body] = longest
    return found
