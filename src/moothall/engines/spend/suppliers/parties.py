"""Who is named in a ledger: its payees, and the suppliers that contracts and orders name."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.suppliers import facts
from moothall.engines.spend.suppliers.facts import Party
from moothall.engines.spend.suppliers.names import Name, parse


class _Names:
    """Each printed name taken apart once."""

    def __init__(self) -> None:
        self.known: dict[str, Name] = {}

    def __getitem__(self, printed: str) -> Name:
        if printed not in self.known:
            self.known[printed] = parse(printed)
        return self.known[printed]


def payees_of(ledger: Ledger) -> tuple[list[Party], list[tuple[int, str]]]:
    """Payees in order of what they were paid, and those that are redacted."""
    accounts: dict[int, set[tuple[str, str]]] = defaultdict(set)
    pounds: dict[int, Decimal] = defaultdict(Decimal)
    refs = dict(ledger.rows("SELECT payee, ref FROM payee"))
    for payee, body, paid in ledger.rows(
        "SELECT payee, body, sum(amount) FROM payment WHERE payee IS NOT NULL GROUP BY ALL"
    ):
        pounds[payee] += paid
        if ref := facts.account(refs.get(payee)):
            accounts[payee].add((body or "", ref))
    names = _Names()
    parties, redacted = [], []
    for payee, name, ref, vat, company, charity, postcode, hidden in ledger.rows(
        """SELECT payee, name, ref, vat_number, company_number, charity_number, postcode, redacted
           FROM payee ORDER BY payee"""
    ):
        if hidden:
            redacted.append((payee, name or "Redacted"))
            continue
        printed = (name or "").strip()
        own = accounts[payee] or ({("", it)} if (it := facts.account(ref)) else set())
        parties.append(
            Party(
                payee,
                printed,
                names[printed],
                ref,
                frozenset(own),
                facts.vat_number(vat),
                facts.company_number(company),
                facts.charity_number(charity),
                facts.postcode(postcode),
                pounds[payee],
            )
        )
    width = facts.widths(parties)
    parties = [replace(it, name=replace(it.name, cut=_was_cut(it, width))) for it in parties]
    return sorted(parties, key=lambda it: (-it.pounds, it.payee or 0)), redacted


def _was_cut(party: Party, width: Mapping[str, int]) -> bool:
    return any(
        len(party.printed) >= width.get(body, 1_000) - 1 for body in {it for it, _ in party.accounts} or {""}
    )


def named_in(ledger: Ledger) -> list[Party]:
    """Suppliers as contracts and orders name them; a contract's several apart as well as together."""
    names = _Names()
    company: dict[str, set[str]] = defaultdict(set)
    wanted = dict.fromkeys(
        it
        for (it,) in ledger.rows("SELECT DISTINCT trim(supplier_name) FROM purchase_order ORDER BY 1")
        if it
    )
    for name, number in ledger.rows(
        "SELECT DISTINCT trim(supplier_name), company_number FROM contract ORDER BY 1, 2"
    ):
        if not name:
            continue
        if known := facts.company_number(number):
            company[name].add(known)
        wanted.update(dict.fromkeys((name, *several(name))))
    found = []
    for name in wanted:
        numbers = company[name]
        parsed = replace(names[name], cut=False)
        found.append(Party(None, name, parsed, company=min(numbers) if len(numbers) == 1 else None))
    return found


def several(name: str) -> list[str]:
    """The suppliers that one cell names: 'Ash Ltd; Beech, Ltd' is two. [] where it names one."""
    parts: list[str] = []
    for part in name.replace("\n", ";").replace("|", ";").replace(",", ";").split(";"):
        text = part.strip()
        if not text:
            continue
        words = text.casefold().strip(". ")
        if parts and words in ("ltd", "limited", "plc", "llp", "inc", "the", "uk", "cic"):
            parts[-1] = f"{parts[-1]}, {text}"
        else:
            parts.append(text)
    return parts if len(parts) > 1 else []
