"""Other ways of writing a defect, and near misses: each a few words, checked for one rule."""

import pytest

from moothall.kit.papers import read_bytes
from moothall.recipes.plan_check import check
from moothall.recipes.plan_reading import read_plan

HEAD = "# Larkmoor Council productivity plan\n\n## What we did\n\nWe are a small council by a river.\n\n"
SHARES = (
    "| Measure | 2022/23 | 2023/24 |\n|---|---|---|\n| Agency as share of staff budget | 7.1% | 6.4% |\n\n"
)
SAVED = "| Scheme | Spent | Saved to date |\n|---|---|---|\n| Boilers | £0.4m | £0.9m |\n| Lamps | £0.5m | £0.7m |\n"
SPLIT = (
    "| Project | Saving | Share |\n|---|---|---|\n| Care | £3.2m | {} |\n| Homes | £2.0m | 25% |\n"
    "| Roads | £2.8m | 35% |\n| Total | £8.0m | 100% |\n"
)

# The code, what it finds, and what it leaves alone.
CASES = [
    (
        "N002",
        "Of £46m, the sea wall cost £9.5m. The ramps cost £3.2 and the lifts £1.1m.",
        "Of £46m, the sea wall cost £9.5m. A swim costs £3.20 and a lesson £6 each.",
    ),
    (
        "N002",
        "The lamps cost £5.5m and save £1.9 a year.",
        "The lamps cost £5.5m and a new bulb is £1.9 per lamp.",
    ),
    (
        "N003",
        "The programme is £20m over four years; 40% of this, £4m, is for homes.",
        "The programme is £20m over four years; 20% of this, £4m, is for homes.",
    ),
    (
        "N004",
        "Establishment was 420 FTE posts in 2020 and is 390 FTE today, a fall of 40.",
        "Establishment was 420 FTE posts in 2020 and is 390 FTE today, a fall of 30.",
    ),
    (
        "N004",
        "The workforce was 500 FTE in 2019 and 450 FTE in 2024, a reduction of 50 FTE (15%).",
        "The workforce was 500 FTE in 2019 and 450 FTE in 2024, a reduction of 50 FTE (10%).",
    ),
    (
        "N004",
        "A placement rose by 31% in two years, from £4,000 to £4,600.",
        "A placement rose by 15% in two years, from £4,000 to £4,600.",
    ),
    (
        "N007",
        "We will save £1.4m by 2026, of which £600,000 in 2024/25 and £900,000 in 2025/26.",
        "We will save £1.4m by 2026, of which £600,000 in 2024/25 and £700,000 in 2025/26.",
    ),
    (
        "N007",
        "We will save £2.6m by 2026 (parks £0.9m, homes £1.1m and roads £0.8m).",
        "We will save £2.6m by 2026 (parks £0.9m, homes £1.1m and roads £0.6m).",
    ),
    ("N008", SAVED + "| Total | £0.9m | £1.9m |\n", SAVED + "| Total | £0.9m | £1.6m |\n"),
    (
        "N009",
        "Agency staff were 4% of the staff budget in 2023/24, against 6% of the workforce in 2022/23.",
        "Agency staff were 4% of the staff budget in 2023/24, and 6% of posts are held by apprentices.",
    ),
    (
        "N009",
        SHARES + "Agency spend was 4.9% of the net budget in 2023/24.",
        SHARES + "Agency spend was 7.9% of the staff budget in 2021/22.",
    ),
    (
        "N010",
        "We will make £2m of cashable savings and cost avoidance, of which £1m in 2024/25 and £1m in 2025/26.",
        "We will make £2m of savings, of which £1m is cashable and £1m is cost avoidance.",
    ),
    (
        "L303",
        "The plan was considered by Scrutiny Panel on 20 June 2024, was endorsed by Full Council on 16 July 2024 "
        "and was submitted to the department on 12 July 2024.",
        "The plan was considered by Scrutiny Panel on 20 June 2024, was endorsed by Full Council on 4 July 2024 "
        "and was submitted to the department on 12 July 2024.",
    ),
    (
        "L302",
        "This plan was endorsed by Cabinet on 23 July 2024 after review by the Scrutiny Committee on 25 June 2024.",
        "This plan was endorsed by Cabinet on 9 July 2024 after review by the Scrutiny Committee on 25 June 2024.",
    ),
    (
        "L202",
        "Key measures:\n\n- The share of kitchens inspected on time was 83% in 2023/24.\n",
        "Key measures:\n\n- We keep 42 indicators, and look at 15 nearest neighbours in 2024.\n",
    ),
    (
        "N006",
        "We will make £1.4m of cashable savings by March 2026. The £1.6m of cashable savings by March 2026 will come "
        "mainly from parks.",
        "We will make £1.4m of cashable savings by March 2026. The £1.6m of cashable savings by March 2028 will come "
        "mainly from parks.",
    ),
    (
        "N006",
        "We manage a net budget of £61.2m in 2024/25. The net budget for 2024/25 of £62.1m was set in February.",
        "We manage a net budget of £61.2m in 2024/25. The gross budget for 2024/25 of £62.1m was set in February.",
    ),
    (
        "N006",
        "Bidding for small pots took 1,150 hours of officer time in 2023/24. Bidding took 1,510 hours of officer time "
        "in 2023/24 that was needed elsewhere.",
        "Bidding for small pots took 1,150 hours of officer time in 2023/24. Bidding took 1,510 hours of officer time "
        "in 2022/23 that was needed elsewhere.",
    ),
    (
        "N006",
        "Larkmoor is a unitary council of 247,000 residents. Larkmoor has 274,000 residents.",
        "Larkmoor is a unitary council of 247,000 residents. Penfold has 27,000 residents.",
    ),
    (
        "N003",
        SPLIT.format("48%"),
        SPLIT.format("40%"),
    ),
    (
        "N003",
        "| Team | Cost | Share |\n|---|---|---|\n| A | £3m | 36% |\n| B | £5m | 64% |\n| Total | £8m | 100% |\n",
        "| Team | Cost | On time |\n|---|---|---|\n| A | £3m | 36% |\n| B | £5m | 64% |\n| Total | £8m | 55% |\n",
    ),
    (
        "L202",
        "Key measure: the share of kitchens inspected on time was 83% in 2023/24.",
        "Key measure: the share of kitchens inspected on time was 83% in 2023/24; the target is 90% by March 2026.",
    ),
    (
        "L203",
        "KPI: a new claim takes 16 days, against a target of 15 days.",
        "KPI: a new claim took 16 days in 2023/24, against a target of 15 days.",
    ),
    (
        "L204",
        "The aim is to reduce agency spending to 7.5% of the staff budget.",
        "The aim is to reduce agency spending to 7.5% of the staff budget by March 2026.",
    ),
    (
        "L204",
        "We aim to bring missed bins below 40 for each round.",
        "We aim to bring 40 people together.",
    ),
    (
        "L402",
        "We hold 42 key performance indicators (KPIs), reviewed every quarter by Cabinet.",
        "Progress on this plan is reported every quarter to Cabinet.",
    ),
    (
        "L301",
        "It was endorsed by the Chief Executive on 2 July 2024 before its submission to the department.",
        "It was endorsed by the Executive on 2 July 2024 before its submission to the department.",
    ),
    ("W001", "The PQRX keeps the list.", "Cabinet agreed it (minute PQRX/31)."),
    (
        "W001",
        "The PQRX keeps the list.",
        "The PQRX keeps it.\n\n## Appendix A: Glossary\n\nPQRX: Panel of Quiet Road Examiners\n",
    ),
    (
        "W003",
        "We share audit with two councils. It has made substantial savings for us.",
        "We share audit with two councils. We want to make substantial savings in future.",
    ),
    (
        "W006",
        "## Theme 2. Data\n\nText.\n\n## Theme 2. Waste\n\nText.\n",
        "## Theme 2. Data\n\nText.\n\n## Theme 3. Waste\n\nText.\n",
    ),
    ("N014", "The programme for 2027/28 to 2024/25 is set.", "The programme for 2024/25 to 2027/28 is set."),
    ("W012", "The the list is long.", "A list of all is long. In India it is too."),
]


def codes(text: str, name: str = "plan.md") -> set[str]:
    return {it.code for it in check(read_plan(read_bytes((HEAD + text).encode(), name))).findings}


@pytest.mark.parametrize(("code", "bad", "good"), CASES, ids=[f"{it[0]}-{n}" for n, it in enumerate(CASES)])
def test_a_phrasing_is_found_and_its_near_miss_is_not(code: str, bad: str, good: str) -> None:
    assert code in codes(bad)
    assert code not in codes(good)


def test_plain_text_is_not_blamed_for_what_it_cannot_mark() -> None:
    text = "Improving services\n\nHow we changed\n\nWe changed.\n\nYear\tStaff\n2023\t410\n2024\t400\n"
    assert not codes(text, "plan.txt") & {"W011", "A007"}


REPORT = """Report for: Cabinet

Report of: Director of Change

Title of report: Larkmoor productivity plan

Recommendation: that Cabinet approves the plan for submission.

# 1 Introduction

The minister wrote to all councils. This report sets out our answer, which Cabinet is asked to approve.

# 2 Key issues

There are no legal implications arising directly from this report.

# {} Options considered

None, for the plan was asked for by the department.

# {} Risk implications

There are no risk implications arising directly from this report.

# Annex A: Larkmoor Council productivity plan

## How we have transformed our services

"""


def test_headings_of_the_covering_report_are_numbered_too() -> None:
    plan = " ".join(f"We changed service {n} and it now answers sooner." for n in range(60))

    def numbers(*rest: int) -> list[tuple[str, int]]:
        found = check(read_plan(read_bytes((REPORT.format(*rest) + plan).encode(), "plan.md"))).findings
        return [(it.code, it.line) for it in found if it.code in ("W006", "W007")]

    assert numbers(3, 4) == []
    assert numbers(2, 4) == [("W006", 17), ("W007", 21)]
