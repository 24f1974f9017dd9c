"""Payees whose suppliers are known: made from a seed, spelt as ledgers spell them. Nobody here exists.

Every supplier is drawn with what confuses a matcher: companies of one root in two towns, homes with numbers, firms of
one root in two trades, groups that share a VAT number, people of one name, schools of one saint.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from moothall.engines.spend.ledger import Ledger

_WORDS = {
    "starts": "Ash Bram Cald Dun Elm Fen Gar Hart Ing Jes Kel Lang Mar Nor Ox Pem Quarn Ris Sel Thorn Ul Ver Wil Yar",
    "middles": "ber der el fer ing ler mer ner or per ring sel ter under ver wel",
    "ends": "bury by combe dale den field ford ham hurst ley more ridge shaw stead ton wick wood worth",
    "towns": "Ashcombe Brindleford Carrow Dunmere Eastwell Farnley Guilden Harrowby Ilmer Kestrel Lowick Marsh",
    "saints": "Mary John Joseph Anne Peter Paul Thomas George James Patrick",
    "forenames": "Alex Sam Robin Chris Jo Pat Lee Kim Ashley Jordan Morgan Taylor",
}
STARTS, MIDDLES, ENDS, TOWNS, SAINTS, FORENAMES = (it.split() for it in _WORDS.values())
TRADES = [
    "Care", "Care Services", "Homecare", "Plumbing", "Electrical", "Construction", "Civil Engineering", "Recruitment",
    "Solutions", "Training", "Consulting", "Taxis", "Coaches", "Landscapes", "Cleaning Services", "Nursing Home",
    "Software", "Systems", "Properties", "Day Nursery", "Fostering", "Printing", "Foods", "Security", "Legal",
    "Scaffolding", "Roofing", "Motors", "Pharmacy", "Associates", "Psychology", "Education", "Support", "Housing",
]  # fmt: skip
PEOPLE = ("Mr ", "Mrs ", "Ms ", "Dr ", *(f"{it} " for it in FORENAMES))
SHORTENED = {
    "Services": "Svcs",
    "Association": "Assoc",
    "Solutions": "Solns",
    "Management": "Mgmt",
    "School": "Sch",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One payee as the ledger prints it, and the supplier it truly is."""

    supplier: int
    name: str
    ref: str
    vat: str | None
    company: str | None
    postcode: str | None
    pounds: Decimal


@dataclass(slots=True)
class _True:
    words: str
    form: str = ""
    trading: str = ""
    vat: str | None = None
    company: str | None = None
    postcode: str | None = None


def made(seed: int, payees: int) -> list[Made]:
    """About so many payees, in the order of a ledger."""
    rng = random.Random(seed)
    found: list[Made] = []
    for supplier, true in enumerate(_suppliers(rng)):
        if len(found) >= payees:
            break
        shared_ref = f"{len(found) + 10_000}"
        for number in range(rng.choices((1, 2, 3, 4, 6), (62, 24, 8, 4, 2))[0]):
            ref = shared_ref if rng.random() < 0.05 else f"{len(found) + 500_000}"
            found.append(
                Made(
                    supplier,
                    _printed(rng, true, plain=number == 0),
                    ref,
                    true.vat if rng.random() < 0.8 else None,
                    true.company if rng.random() < 0.5 else None,
                    (_postcode(rng) if rng.random() < 0.1 else true.postcode) if rng.random() < 0.7 else None,
                    Decimal(rng.randint(500, 500_000)) / 100,
                )
            )
    rng.shuffle(found)
    return found


def fill(ledger: Ledger, payees: Sequence[Made]) -> None:
    """A ledger of these payees, one payment each; a payee's number is its place."""
    ledger.fill(
        "payee",
        (
            (at, it.name, it.ref, it.vat, it.company, None, it.postcode, None, None, False)
            for at, it in enumerate(payees)
        ),
    )
    ledger.db.execute("CREATE OR REPLACE TEMP TABLE _made (place INTEGER, pounds DECIMAL(18,2))")
    ledger.fill("_made", ((at, it.pounds) for at, it in enumerate(payees)))
    ledger.db.execute(
        """INSERT INTO payment BY NAME
           SELECT place AS id, 1 AS file, place + 2 AS line, 'ledger' AS kind, place AS payee,
                  pounds AS amount FROM _made"""
    )


def pairs(payees: Sequence[Made], suppliers: Sequence[int]) -> tuple[int, int, int]:
    """Pairs of payees truly of one supplier, pairs said to be, and pairs both."""
    return (
        _of([it.supplier for it in payees]),
        _of(suppliers),
        _of([(it.supplier, said) for it, said in zip(payees, suppliers, strict=True)]),
    )


def _of(labels: Sequence[object]) -> int:
    counted: dict[object, int] = {}
    for it in labels:
        counted[it] = counted.get(it, 0) + 1
    return sum(n * (n - 1) // 2 for n in counted.values())


def measured(payees: Sequence[Made], suppliers: Sequence[int]) -> tuple[float, float]:
    """Precision and recall over pairs."""
    true, said, both = pairs(payees, suppliers)
    return both / said if said else 1.0, both / true if true else 1.0


def answers(ledger: Ledger) -> list[int]:
    """The supplier of each payee, in order of payees."""
    return [
        supplier for _, supplier in ledger.rows("SELECT payee, supplier FROM payee_supplier ORDER BY payee")
    ]


def _suppliers(rng: random.Random) -> Iterator[_True]:
    companies: set[str] = set()
    while True:
        for it in _family(rng):
            if it.words in companies and not it.words.startswith(PEOPLE):
                continue  # the register has each name once, and a town one school of a saint; people share names
            companies.add(it.words)
            if it.postcode is None and rng.random() < 0.4:
                it.postcode = _postcode(rng)
            if it.vat is None and rng.random() < 0.55:
                it.vat = _vat(rng)
            if it.form and rng.random() < 0.3:
                it.company = f"{rng.randint(1_000_000, 15_999_999):08d}"
            yield it


def _family(rng: random.Random) -> list[_True]:
    root, trade = _root(rng), rng.choice(TRADES)
    drawn = rng.random()
    if drawn < 0.05:
        return [_True(f"{root} {trade} ({town})", "Ltd") for town in rng.sample(TOWNS, 2)]
    if drawn < 0.10:
        return [_True(f"{root} {one}", "Ltd") for one in rng.sample(TRADES, 2)]
    if drawn < 0.13:
        return [_True(f"{root} Care Home {number}", "Ltd") for number in rng.sample(range(2, 40), 3)]
    if drawn < 0.16:
        vat = _vat(rng)
        return [_True(f"{root} {one}", "Ltd", vat=vat) for one in rng.sample(TRADES, 2)] + [
            _True(f"{_root(rng)} {rng.choice(TRADES)}", "Ltd", vat=vat)
        ]
    if drawn < 0.20:
        return [_True(f"{rng.choice(('Mr', 'Mrs', 'Ms', 'Dr'))} {rng.choice('ABCDEJKLMPRST')} {root}")]
    if drawn < 0.24:
        return [_True(f"{rng.choice(FORENAMES)} {root}")]
    if drawn < 0.28:
        saint = rng.choice(SAINTS)
        return [_True(f"St {saint}'s {rng.choice(('CE', 'RC', 'Catholic'))} Primary School {_root(rng)}")]
    if drawn < 0.31:
        return [_True(f"{root} {rng.choice(('Borough Council', 'Parish Council', 'City Council'))}")]
    if drawn < 0.36:
        return [_True(f"{root} & {_root(rng)}", rng.choice(("LLP", "Ltd", "")))]
    if drawn < 0.40:
        return [_True(f"{rng.choice('ABCDGHJKM')} {rng.choice('BCDEFGRST')} {root} & Sons", "Ltd")]
    if drawn < 0.44:
        return [_True(f"Café {root}", "Ltd")]
    if drawn < 0.50:
        return [_True(f"{root} {trade}", "Ltd", trading=f"{_root(rng)} {rng.choice(TRADES)}")]
    if drawn < 0.58:
        return [_True(f"{root} {_root(rng)} {trade}")]
    return [_True(f"{root} {trade}", rng.choice(("Ltd", "Ltd", "Ltd", "Ltd", "PLC", "LLP", "CIC")))]


def _root(rng: random.Random) -> str:
    return rng.choice(STARTS) + "".join(rng.sample(MIDDLES, rng.choice((0, 1, 1, 2)))) + rng.choice(ENDS)


def _printed(rng: random.Random, true: _True, *, plain: bool) -> str:
    """The name as somebody typed it."""
    words, form = true.words, true.form
    if not plain and words.count(" ") and not form and rng.random() < 0.02:
        first, _, rest = words.partition(" ")
        words = f"{rest}, {first}"
    if "&" in words and rng.random() < 0.4:
        words = words.replace(" & ", rng.choice((" and ", "&", " And ")))
    if not plain:
        if rng.random() < 0.08:
            words = _slip(rng, words)
        if rng.random() < 0.1:
            words = " ".join(SHORTENED.get(it, it) for it in words.split())
        if rng.random() < 0.03:
            words = words.replace(" ", "", 1)
        if rng.random() < 0.05:
            words = words.replace("'", rng.choice(("", "`", "’")))
        if rng.random() < 0.05 and form:
            words += rng.choice((" (UK)", " UK"))
        if rng.random() < 0.04:
            words = f"The {words}"
        if rng.random() < 0.05:
            words = words.replace("é", rng.choice(("e", "Ã©")))
    if form == "Ltd":
        form = rng.choice(
            ("Ltd", "Limited", "Ltd.", "LTD", "LIMITED", "Ltd", "Limited", "" if not plain else "Ltd")
        )
    text = f"{words} {form}".strip()
    if true.trading and rng.random() < 0.4:
        text = (
            true.trading
            if rng.random() < 0.1
            else f"{text} {rng.choice(('T/A', 't/a', 'trading as'))} {true.trading}"
        )
    elif form and not plain and rng.random() < 0.05:
        text += rng.choice((" (Account 2)", " - Rent", f" ({rng.choice(TOWNS)})"))
    if not plain and rng.random() < 0.25:
        text = text.upper()
    if rng.random() < 0.03:
        text = text.replace(" ", "  ", 1)
    return text[:35].strip()


def _slip(rng: random.Random, words: str) -> str:
    """One letter left out, doubled or swapped, in a longer word."""
    parts = words.split(" ")
    places = [at for at, it in enumerate(parts) if len(it) > 5 and it.isalpha()]
    if not places:
        return words
    at = rng.choice(places)
    word = parts[at]
    letter = rng.randrange(2, len(word) - 1)
    parts[at] = rng.choice(
        (
            word[:letter] + word[letter + 1 :],
            word[:letter] + word[letter] + word[letter:],
            word[: letter - 1] + word[letter] + word[letter - 1] + word[letter + 1 :],
        )
    )
    return " ".join(parts)


def _vat(rng: random.Random) -> str:
    digits = [rng.randrange(10) for _ in range(7)]
    total = sum(it * weight for it, weight in zip(digits, range(8, 1, -1), strict=True))
    return "GB" + "".join(map(str, digits)) + f"{(97 - total % 97) % 97:02d}"


def _postcode(rng: random.Random) -> str:
    return f"{rng.choice('BLMSN')}{rng.randint(1, 40)} {rng.randint(1, 9)}{''.join(rng.choices('ABDEFGHJLN', k=2))}"


def wrong(payees: Sequence[Made], suppliers: Sequence[int], *, missed: bool) -> Iterator[tuple[Made, Made]]:
    """Pairs joined that are not one, or (`missed`) pairs that are and were not joined. For looking at."""
    for i, j in combinations(range(len(payees)), 2):
        same, said = payees[i].supplier == payees[j].supplier, suppliers[i] == suppliers[j]
        if same != said and same == missed:
            yield payees[i], payees[j]


def folder(path: Path) -> Ledger:
    return Ledger(path / "ledger")
