"""A good file of each set, in another council's headings, and what one wrong cell of it is told as. All invented."""

from pathlib import Path

GOOD = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent / "good").glob("*.csv"))
}

# set, a piece of its file, what takes its place, and the check that tells of it
BAD: list[tuple[str, str, str, str]] = [
    ("contracts", '"£120,000.00"', "a lot", "kind"),
    ("contracts", "31/03/2028", "31/03/2024", "dates in order"),
    ("contracts", "48000", "4800", "threshold"),
    ("contracts", "1099999", "", "blank"),
    ("contracts", "Fern & Moss Ltd", "Name withheld", "redaction marker"),
    ("contracts", ",Yes,No,01", ",Maybe,No,01", "choice"),
    ("tenders", "05/01/2026", "05/03/2026", "dates in order"),
    ("grants", "Wendale Youth Club", "", "blank"),
    ("grants", "1000.00", "-1000.00", "negative"),
    ("land", "100012345678", "1000123456789", "form"),
    ("land", "100012345678", "A100", "form"),
    ("land", "-2.1,57.15", "57.15,-2.1", "coordinates"),
    ("land", "394200,806500", "394200,", "coordinates"),
    ("organisation", "\n3,Head", "\n4,Head", "tier"),
    ("organisation", "65000-69999", "65000-79999", "band"),
    ("organisation", "\n2,Director", "\nTwo,Director", "kind"),
    ("senior-pay", "60000 - 64999,0\n", "", "band"),
    ("senior-pay", "65000 - 69999", "60000 - 64999", "band"),
    ("senior-pay", "50000 - 54999", "45000 - 49999", "band"),
    ("senior-pay", ",12", ",12.5", "kind"),
    ("senior-posts", "Robin Quayle", "", "name"),
    ("senior-posts", "Places,,95", "Places,Jo Quayle,95", "name"),
    ("pay-multiple", "5.00:1", "5.20:1", "pay multiple"),
    ("pay-multiple", "Median", "Mean", "pay multiple"),
    ("pay-multiple", "5.00:1", "fivefold", "pay multiple"),
    ("facility-time", "6,2.5", "2,2.5", "part above whole"),
    ("facility-time", "41000.00", "", "blank"),
    ("facility-time-regulations", "0.15", "0.51", "arithmetic"),
    ("facility-time-regulations", "1,3,1,1", "1,3,1,2", "arithmetic"),
    ("parking-account", "240000", "240001", "arithmetic"),
    ("parking-account", "Penalty Charge Notices", "Other", "line missing"),
    ("parking-account", "Expenditure,Enf", "Spending,Enf", "choice"),
    ("parking-spaces", "380", "-380", "negative"),
    ("social-housing", "AB1 2**", "AB1 2DE", "personal data"),
    ("social-housing", ",20,", ",9,", "personal data"),
    ("social-housing", ",30000,", ",31000,", "arithmetic"),
    ("social-housing", "97.5,2.5", "97.5,12.5", "arithmetic"),
    ("social-housing", "AB1 3**", "North end", "form"),
    ("fraud", "3,2.2", "3,4.2", "part above whole"),
    ("fraud", ",41", ",", "blank"),
]  # fmt: skip
