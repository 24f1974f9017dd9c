"""Personal data in purposes: how much of what is planted is found, and how often a real purpose is told.

`python benchmarks/spend_personal_data.py [ROWS]`. Real purposes: the year of Trafford's spending in ../shared, by its
first ROWS rows (all unless given); without it, invented ones. Into copies of them invented values are planted, a form
at a time, at the beginning, in the middle or at the end. Counts only are printed, never a value. Bar: at least 0.95 of
each form found.
"""

import csv
import io
import random
import string
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from moothall.kit.personal_data import luhn
from moothall.recipes.transparency.wording import forms_in, is_of_individuals, payee_in, wording_in

ZIP = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "spend" / "trafford-supplier-spend-2024-25.zip"
)
PER_FORM = 400
BAR = 0.95
Draw = random.Random
INVENTED = [
    "GAS - invoice 5100482005",
    "REPAIRS - stage 3 of 5",
    "TRANSPORT - route 44 week 12",
    "FEES - ref TRL/24/1002",
]


def digits(drawn: Draw, count: int) -> str:
    return "".join(drawn.choices(string.digits, k=count))


def email(drawn: Draw) -> str:
    name = "".join(drawn.choices(string.ascii_lowercase, k=5))
    return f"{name}{drawn.choice('._-')}{name[::-1]}@{drawn.choice(('mail', 'post'))}.example"


def telephone(drawn: Draw) -> str:
    last = digits(drawn, 3)
    odd = f"077 00 900 {last}"
    return drawn.choice(
        (
            f"07700 900{last}",
            f"07700900{last}",
            odd,
            f"0161 496 0{last}",
            f"(01632) 960{last}",
            f"+44 7700 900{last}",
        )
    )


def national_insurance(drawn: Draw) -> str:
    letters = drawn.choice("ABCEGHJKLMPRSTWXY") + drawn.choice("AEHJLMPRSTWX")
    pairs = [digits(drawn, 2) for _ in range(3)]
    return letters + drawn.choice(("", " ")).join(["", *pairs]) + drawn.choice("ABCD")


def nhs(drawn: Draw) -> str:
    while True:
        first = drawn.choice("469") + digits(drawn, 8)
        check = 11 - sum(int(it) * weight for it, weight in zip(first, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            text = first + str(check % 11)
            grouped = f"{text[:3]} {text[3:6]} {text[6:]}"
            return drawn.choice((grouped, grouped.replace(" ", "-"), f"NHS no {text}"))


def bank(drawn: Draw) -> str:
    sort, account = "-".join(digits(drawn, 2) for _ in range(3)), digits(drawn, 8)
    return drawn.choice(
        (f"{sort} {account}", f"sort code {sort}", f"account number {account}", f"{account} {sort}")
    )


def card(drawn: Draw) -> str:
    first = drawn.choice(("4", "51", "55")) + digits(drawn, 20)
    text = next(it for last in string.digits if luhn(it := first[:15] + last))
    return drawn.choice((text, " ".join(text[it : it + 4] for it in range(0, 16, 4))))


def birth(drawn: Draw) -> str:
    day, month, year = drawn.randint(1, 28), drawn.randint(1, 12), drawn.randint(1930, 2020)
    return drawn.choice(
        (f"DOB {day:02}/{month:02}/{year}", f"born {day} May {year}", f"d.o.b. {day}.{month}.{year % 100:02}")
    )


def vehicle(drawn: Draw) -> str:
    area = "".join(drawn.choices("ABCDEFGHJKLMNOPRSTUVWXY".replace("O", ""), k=2))
    last = "".join(drawn.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3))
    return f"{area}{drawn.choice(('02', '14', '19', '23', '52', '68', '74'))}{drawn.choice(('', ' '))}{last}"


def postcode(drawn: Draw) -> str:
    area = drawn.choice(("M", "OL", "SK", "WA", "B", "LS", "SW1A", "EC1M", "AB"))
    outward = area if area[-1:].isalpha() and len(area) == 4 else f"{area}{drawn.randint(1, 28)}"
    inward = drawn.choice(string.digits) + "".join(drawn.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return f"{outward} {inward}"


FORMS: dict[str, Callable[[Draw], str]] = {
    "e-mail address": email,
    "telephone number": telephone,
    "National Insurance number": national_insurance,
    "NHS number": nhs,
    "bank account": bank,
    "payment card number": card,
    "date of birth": birth,
    "vehicle registration": vehicle,
    "full postcode": postcode,
}


def rows(most: int | None) -> list[tuple[str, str, str]]:
    """Payee, purpose and what else is said of the payment."""
    if not ZIP.exists():
        return [("Ash & Elm Ltd", it, "") for it in INVENTED * 500]
    with zipfile.ZipFile(ZIP) as zipped, zipped.open(zipped.namelist()[0]) as inside:
        read = csv.DictReader(io.TextIOWrapper(inside, encoding="utf-8-sig", newline=""))
        return [
            (it["BeneficiaryName"], it["Purpose"], f"{it['OrganisationalUnit']} {it['ProclassLabel']}")
            for it in islice(read, most)
        ]


def planted(purpose: str, value: str, drawn: Draw) -> str:
    words = purpose.split(" ")
    at = drawn.choice((0, len(words) // 2, len(words)))
    return " ".join([*words[:at], value, *words[at:]])


def main() -> int:
    given = rows(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    drawn = random.Random(20261123)
    texts = sorted({it[1] for it in given if it[1] and not forms_in(it[1])})
    missed = 0
    print(f"planted, {PER_FORM} of each form, in {len(texts):,} distinct purposes")
    for name, make in FORMS.items():
        cases = [planted(drawn.choice(texts), make(drawn), drawn) for _ in range(PER_FORM)]
        found = sum(bool(forms_in(it)) for it in cases)
        missed += found / PER_FORM < BAR
        print(f"  {name:28} found {found / PER_FORM:.3f}")
    start = time.perf_counter()
    must: Counter[str] = Counter()
    look: Counter[str] = Counter()
    lines_must = lines_look = 0
    for payee, purpose, about in given:
        of_individuals = is_of_individuals(f"{purpose} {about}")
        forms = {it.kind for it in forms_in(purpose)}
        words = {it.kind for it in (*wording_in(purpose, of_individuals), *payee_in(payee, of_individuals))}
        must.update(forms)
        look.update(words)
        lines_must += bool(forms)
        lines_look += bool(words)
    seconds = time.perf_counter() - start
    print(
        f"told of {len(given):,} real rows in {seconds:.1f} s, as they are published (so nearly all are false alarms):"
    )
    for grade, lines, kinds in (("must", lines_must, must), ("look", lines_look, look)):
        print(f"  {grade}: {lines} rows, {lines * 10_000 / len(given):.1f} in 10,000")
        for kind, count in kinds.most_common():
            print(f"    {kind:28} {count}")
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
