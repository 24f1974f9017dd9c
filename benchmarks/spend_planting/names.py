"""Made-up firms, places and people's trades, and how one firm's name is written in two ways."""

import random

STARTS = [
    "Al",
    "Bar",
    "Bel",
    "Bram",
    "Brin",
    "Cal",
    "Car",
    "Chal",
    "Cor",
    "Crag",
    "Dal",
    "Den",
    "Dun",
    "Ed",
    "El",
    "Fal",
    "Fen",
    "Far",
    "Gar",
    "Gil",
    "Glen",
    "Had",
    "Hal",
    "Har",
    "Hex",
    "Hol",
    "Ing",
    "Kel",
    "Kes",
    "Kin",
    "Lan",
    "Lang",
    "Lin",
    "Lor",
    "Mal",
    "Mar",
    "Mel",
    "Mor",
    "Nor",
    "Oak",
    "Or",
    "Pel",
    "Pen",
    "Pol",
    "Quen",
    "Rad",
    "Ral",
    "Red",
    "Ros",
    "Row",
    "Sal",
    "Sed",
    "Shel",
    "Sil",
    "Stan",
    "Tarn",
    "Ten",
    "Thor",
    "Til",
    "Tor",
    "Ul",
    "Var",
    "Vel",
    "Wal",
    "War",
    "Wen",
    "West",
    "Whit",
    "Win",
    "Wol",
    "Yar",
    "Yel",
]
MIDDLES = [
    "a",
    "be",
    "bur",
    "co",
    "da",
    "den",
    "der",
    "do",
    "e",
    "fi",
    "ga",
    "go",
    "i",
    "la",
    "le",
    "lo",
    "ma",
    "mer",
    "na",
    "no",
    "per",
    "ra",
    "ri",
    "ro",
    "sa",
    "sel",
    "ta",
    "ter",
    "to",
    "va",
    "ver",
    "wa",
]
ENDS = [
    "bank",
    "beck",
    "borough",
    "bourne",
    "bridge",
    "by",
    "cliffe",
    "combe",
    "cott",
    "dale",
    "dean",
    "field",
    "ford",
    "gate",
    "grave",
    "ham",
    "hurst",
    "ingham",
    "land",
    "ley",
    "low",
    "mere",
    "moor",
    "more",
    "mouth",
    "ridge",
    "shaw",
    "side",
    "stead",
    "stoke",
    "stone",
    "stow",
    "thorpe",
    "ton",
    "wade",
    "ward",
    "water",
    "wick",
    "with",
    "wood",
    "worth",
]
ENDINGS = ("Ltd", "Ltd", "Ltd", "Limited", "Limited", "LTD", "LIMITED", "PLC", "LLP", "(UK) Ltd", "", "")
OTHER = {
    "Ltd": ("Limited", "LTD", "Ltd."),
    "Limited": ("Ltd", "LIMITED", "Ltd."),
    "LTD": ("Limited", "Ltd"),
    "LIMITED": ("Ltd", "LTD"),
    "PLC": ("Plc", "P.L.C."),
    "LLP": ("L.L.P.", "LLP."),
}


def place(rng: random.Random) -> str:
    middle = rng.choice(MIDDLES) if rng.random() < 0.45 else ""
    return rng.choice(STARTS) + middle + rng.choice(ENDS)


class Names:
    """Names of firms, no two alike in letters."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.used: set[str] = set()

    def firm(self, trades: tuple[str, ...]) -> str:
        while True:
            stem, trade = place(self.rng), self.rng.choice(trades)
            kind = self.rng.random()
            if kind < 0.12:
                stem = (
                    f"{self.rng.choice('ABCDEFGHJKLMNPRSTW')}{self.rng.choice('ABCDEFGHJKLMNPRSTW')} {stem}"
                )
            elif kind < 0.2:
                stem = f"{stem} & {place(self.rng)}"
            elif kind < 0.27:
                stem = f"{stem} & Sons"
            bare = f"{stem} {trade}" if trade else stem
            key = "".join(it for it in bare.lower() if it.isalnum())
            if key in self.used:
                continue
            self.used.add(key)
            return (
                f"{bare} {self.rng.choice(ENDINGS)}".strip()
                if trade and "*" not in trade
                else bare.replace("*", "")
            )


def otherwise(name: str, rng: random.Random) -> str:
    """The same firm as somebody else typed it: never the very same text."""
    words = name.split()
    ways = [
        name.upper(),
        name.replace(" & ", " and "),
        name.replace(" and ", " & "),
        f"{name}.",
        name.title(),
    ]
    if words[-1] in OTHER:
        swapped = " ".join([*words[:-1], rng.choice(OTHER[words[-1]])])
        ways += [
            swapped,
            swapped,
            swapped.upper(),
            " ".join(words[:-1]),
            f"{swapped} ({rng.choice(STARTS).upper()})",
        ]
    else:
        ways += [f"{name} Ltd", f"{name} Limited"]
    return rng.choice([it for it in ways if it != name])


def postcode(rng: random.Random) -> str:
    area = rng.choice(("NX", "NX", "NX", "TX", "TX", "BX", "AX"))
    inward = rng.choice("ABDEFGHJLN") + rng.choice("PQRSTUWXYZ")
    return f"{area}{rng.randint(1, 29)} {rng.randint(1, 9)}{inward}"


def vat_number(rng: random.Random) -> str:
    """Nine digits whose check digits are right by HMRC's rule (modulus 97)."""
    body = rng.randint(1_000_000, 9_999_999)
    total = sum(int(it) * weight for it, weight in zip(str(body), range(8, 1, -1), strict=True))
    return f"GB{body}{(97 - total % 97) % 97:02d}"
