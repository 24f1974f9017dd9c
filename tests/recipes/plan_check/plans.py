"""Broken plans and their clean twins: each one small edit of one of three invented plans, written differently.

`bad` takes the place of `old` and plants one defect; `good` (else `old` itself) takes it in the twin.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

BASES = Path(__file__).parent / "bases"
THORNBECK, EASTMARSH, CORVALE = "thornbeck", "eastmarsh", "corvale"


@cache
def base(name: str) -> str:
    """One of the three plans, with nothing wrong."""
    return (BASES / f"{name}.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Broken:
    """A defect planted in a plan. `line` is where it is told; 0 is the line of the edit."""

    code: str
    plan: str
    old: str
    bad: str
    good: str | None = None
    line: int = 0
    up: int = 0  # how many lines above the edit's last the defect stands

    @property
    def text(self) -> str:
        return self._with(self.bad)

    @property
    def twin(self) -> str:
        return self._with(self.old if self.good is None else self.good)

    @property
    def told_at(self) -> int:
        """The line where the edit's last line of words stands: where a paragraph, item or row begins."""
        if self.line:
            return self.line
        before = base(self.plan).split(self.old)[0]
        return before.count("\n") + 1 + self.bad.rstrip("\n").count("\n") - self.up

    def _with(self, text: str) -> str:
        whole = base(self.plan)
        if whole.count(self.old) != 1:
            raise ValueError(f"{self.old!r} stands {whole.count(self.old)} times in {self.plan}")
        return whole.replace(self.old, text)


def cut(plan: str, first: str, last: str) -> str:
    """The stretch of a plan from one phrase to another, for taking out."""
    text = base(plan)
    start = text.index(first)
    return text[start : text.index(last, start)]


_ENDORSED = "Cabinet endorsed this plan on 9 July 2024 (minute 31). "
_SENT = "It was sent to the department on 16 July 2024 and is published"
_PROGRESS = " Progress is reported to Cabinet each quarter, and the plan is brought up to date every June."
_TABLE = cut(THORNBECK, "| Measure |", "\n### 1.3")
_WASTE = "- Waste rounds: new routes from October 2025, expected to save £210,000 a year from 2026/27.\n"
_MISSED = "- Missed bins for every 100,000 collections: 58 in 2023/24, target 45 by March 2026."
_FACILITY = "Trade union facility time was 0.05% of the paybill in 2023/24."
_SHARED = "Residents can follow each commitment on the progress page of our website."
_HAPPEN = "Where an action is late for two months, the owner explains it to the Board."
_OWNER = "Each action has an owner, a date and a measure, and residents can see its state on the website."


def _added(code: str, bad: str, good: str, plan: str = THORNBECK, up: int = 0) -> Broken:
    """A defect in a paragraph of its own at the end of the plan, with its mended form in the twin."""
    last = {THORNBECK: _SHARED, EASTMARSH: _HAPPEN, CORVALE: _OWNER}[plan]
    return Broken(code, plan, last, f"{last}\n\n{bad}", f"{last}\n\n{good}", up=up)


_FILLER = "Officers walked each ward with residents and wrote down what they saw in street number {}. "

LETTER = [
    Broken(
        "L001",
        THORNBECK,
        _SHARED,
        _SHARED + "\n\n" + "\n\n".join(_FILLER.format(n) for n in range(100)),
        line=1,
    ),
    Broken(
        "L001",
        EASTMARSH,
        _HAPPEN,
        _HAPPEN + "\n\n" + "\n\n".join(_FILLER.format(n) for n in range(110)),
        line=1,
    ),
    Broken("L002", EASTMARSH, cut(EASTMARSH, "Capital spending plays", "## The barriers"), "", line=1),
    Broken("L101", EASTMARSH, cut(EASTMARSH, "## How do we plan", "## Our plans to reduce"), "", line=1),
    Broken("L102", THORNBECK, cut(THORNBECK, "### 3.9", "## 4."), "", line=1),
    Broken("L102", EASTMARSH, "Trade union facility time is 0.08% of our paybill.\n\n", "", line=1),
    Broken("L102", CORVALE, cut(CORVALE, "**Equality, div", "**Agency"), "", line=1),
    Broken("L202", THORNBECK, " | Target for 2025/26 |", " | Note |", line=17),
    Broken("L202", THORNBECK, "| 9.8 | 8.4 | 8.0 |", "| 9.8 | 8.4 | |"),
    Broken("L202", EASTMARSH, "98.2% in 2023/24, target 98.8% by March 2026", "98.2% in 2023/24"),
    Broken("L202", CORVALE, "| 93% | 95% |", "| 93% | - |"),
    Broken(
        "L203", EASTMARSH, _MISSED, "- Missed bins for every 100,000 collections: 58, against a target of 45."
    ),
    Broken(
        "L203",
        CORVALE,
        "| Indicator | Latest (2023/24) | Target (2026/27) |",
        "| Indicator | Latest | Target |",
    ),
    Broken("L204", EASTMARSH, "58 in 2023/24, target 45 by March 2026", "58 in 2023/24, target 45"),
    Broken("L204", CORVALE, "| Latest (2023/24) | Target (2026/27) |", "| Latest (2023/24) | Target |"),
    _added(
        "L204",
        "Our target is to let empty homes in 21 days.",
        "Our target is to let empty homes in 21 days by 2026.",
    ),
    Broken("L301", THORNBECK, _ENDORSED, "This plan was written by officers. ", line=1),
    Broken(
        "L301",
        EASTMARSH,
        "Full Council considered and approved the plan on 3 July 2024, and we",
        "We",
        line=1,
    ),
    Broken(
        "L302",
        THORNBECK,
        "on 9 July 2024 (minute 31). It was sent to the department on 16 July 2024 and",
        "on 24 September 2024 (minute 31). It",
    ),
    Broken("L303", THORNBECK, "plan on 9 July 2024", "plan on 17 July 2024", "plan on 15 July 2024"),
    Broken("L303", CORVALE, "Tuesday 2 July 2024", "Friday 19 July 2024", "Tuesday 16 July 2024"),
    Broken(
        "L303",
        EASTMARSH,
        "Full Council considered and approved the plan on 3 July 2024, and we returned it to the Ministry on "
        "11 July 2024.",
        "The plan will be endorsed by Full Council after it has been submitted.",
        "The plan was approved by Full Council on 3 July 2024 before it was submitted.",
    ),
    Broken(
        "L304",
        THORNBECK,
        "department on 16 July 2024",
        "department on 26 July 2024",
        "department on 19 July 2024",
    ),
    Broken("L304", CORVALE, "Thursday 18 July 2024", "Monday 22 July 2024", "Friday 19 July 2024"),
    Broken("L305", THORNBECK, "plan on 9 July 2024 (minute 31)", "plan (minute 31)"),
    Broken(
        "L401",
        THORNBECK,
        " and is published on our website at www.thornbeck.example/productivity",
        "",
        line=1,
    ),
    Broken(
        "L401",
        EASTMARSH,
        "You can read it on the council's website. Every six months a progress report goes to the Overview and "
        "Scrutiny Committee and is published beside the plan;",
        "Every six months a progress report goes to the Overview and Scrutiny Committee;",
        line=1,
    ),
    Broken("L402", EASTMARSH, cut(EASTMARSH, " Every six months", "\n\n## How have we"), "", line=1),
    Broken(
        "L403",
        THORNBECK,
        _PROGRESS,
        " Progress will be reported to members.",
        " Progress will be reported to members every May.",
    ),
]

NUMBERS = [
    Broken("N001", THORNBECK, "released £1.8 million", "released £1,832.456"),
    Broken("N001", EASTMARSH, "The borough put £7.5m into", "The borough put £7,50,000 into"),
    Broken("N001", CORVALE, "We have used £11.2m", "We have used £11.2.5m"),
    Broken(
        "N002",
        CORVALE,
        "transport has gained, with £18m for buses",
        "transport has gained, with £18.4 for buses and £2.1m for trams",
        "transport has gained, with £18.4m for buses and £2.1m for trams",
    ),
    Broken(
        "N002",
        THORNBECK,
        "We invested £2.4m in Harbour Leisure Centre",
        "We invested £2.4 in Harbour Leisure Centre",
    ),
    _added(
        "N002",
        "By service we spend the following:\n\n- Housing £12.1m\n- Parks £3.2m\n- Waste £25\n- Planning £2.9m",
        "By service we spend the following:\n\n- Housing £12.1m\n- Parks £3.2m\n- Waste £25m\n- Planning £2.9m",
        up=1,
    ),
    Broken("N003", THORNBECK, "£3m (25%) is", "£3m (35%) is"),
    _added("N003", "We let £2m of £8m (30%) to local firms.", "We let £2m of £8m (25%) to local firms."),
    _added(
        "N003",
        "Local firms won 30% (£2.4m) of the £9.6m we let.",
        "Local firms won 25% (£2.4m) of the £9.6m we let.",
        EASTMARSH,
    ),
    _added(
        "N003",
        "We answered 36 of 48 requests in time, or 65%.",
        "We answered 36 of 48 requests in time, or 75%.",
        CORVALE,
    ),
    _added(
        "N003",
        "Of the budget we spent £450,000 of £1.5 million, around 45%.",
        "We spent £450,000 of £1.5 million, around 30%.",
    ),
    Broken("N004", THORNBECK, "a reduction of 10%", "a reduction of 25%"),
    _added(
        "N004",
        "Paper use fell by 40%, from 200,000 sheets to 150,000 sheets.",
        "Paper use fell by 25%, from 200,000 sheets to 150,000 sheets.",
        CORVALE,
    ),
    _added(
        "N004",
        "Income rose from £4.0m to £5.0m, an increase of £2m.",
        "Income rose from £4.0m to £5.0m, an increase of £1m.",
        EASTMARSH,
    ),
    _added(
        "N004",
        "Income grew from £4.0m in 2021/22 to £5.0m in 2023/24 (40%).",
        "Income grew from £4.0m in 2021/22 to £5.0m in 2023/24 (25%).",
    ),
    Broken("N005", THORNBECK, "rose from 71% in 2022 to 83% in 2024", "rose from 83% in 2022 to 71% in 2024"),
    Broken("N005", EASTMARSH, "dropped from 9 minutes to 3 minutes", "dropped from 3 minutes to 9 minutes"),
    _added(
        "N005",
        "We reduced the cost of postage from £41,000 to £52,000.",
        "We reduced the cost of postage from £52,000 to £41,000.",
        CORVALE,
    ),
    _added(
        "N006",
        "The customer portal saved £158,000 in 2023/24.",
        "The portal saved £185,000 in 2023/24.",
        THORNBECK,
    ),
    _added(
        "N006",
        "Garden waste subscriptions brought in £510,000 in 2023/24.",
        "Garden waste subscriptions brought in £610,000 in 2023/24.",
        EASTMARSH,
    ),
    _added(
        "N006",
        "Agency staff cost 6.2% of the staff budget in 2023/24.",
        "Agency staff cost 5.2% of the staff budget in 2023/24.",
    ),
    _added(
        "N006",
        "The falls prevention service saw 1,200 people in 2023/24.",
        "The falls prevention service saw 2,100 people in 2023/24.",
        CORVALE,
    ),
    Broken(
        "N007",
        THORNBECK,
        "£310,000 for waste, £180,000 for revenues",
        "£310,000 for waste, £120,000 for revenues",
    ),
    _added(
        "N007",
        "We let 60 homes, 25 garages and 15 shops, 120 lettings in total.",
        "We let 60 homes in spring and 25 in summer, 85 homes in total.",
        EASTMARSH,
    ),
    _added(
        "N007",
        "The fund paid out a total of £1.2m: £0.5m for roofs, £0.4m for boilers and £0.2m for windows.",
        "The fund paid out a total of £1.2m: £0.5m for roofs, £0.4m for boilers and £0.3m for windows.",
        CORVALE,
    ),
    _added(
        "N007",
        "Roofs took £500,000, boilers £400,000 and windows £200,000, a total of £1.2m.",
        "Roofs took £500,000, boilers £400,000 and windows £300,000, a total of £1.2m.",
    ),
    Broken("N008", CORVALE, "| Total | £3.0m | £5.7m | £8.7m |", "| Total | £3.0m | £6.7m | £8.7m |"),
    Broken("N008", CORVALE, "| Children | £0.9m | £1.7m | £2.6m |", "| Children | £0.9m | £1.7m | £3.6m |"),
    _added(
        "N008",
        "| Service | Budget |\n|---|---|\n| Parks | £410,000 |\n| Waste | £820,000 |\n| Total | £1,320,000 |",
        "| Service | Budget |\n|---|---|\n| Parks | £410,000 |\n| Waste | £820,000 |\n| Total | £1,230,000 |",
    ),
    Broken(
        "N009",
        THORNBECK,
        "down from 7.1% of the staff budget in 2021/22.",
        "down from 7.1% in 2021/22. Agency staff were 9% of the workforce.",
        "down from 7.1% in 2021/22.",
    ),
    _added(
        "N009",
        "Consultants made up 3% of the workforce in 2022/23.",
        "Consultants made up 3% of the staff budget in 2022/23.",
        EASTMARSH,
    ),
    _added(
        "N009", "Facility time took 0.3% of working hours.", "Facility time is kept under review.", CORVALE
    ),
    _added(
        "N010",
        "The programme has delivered £2.2m of benefits (cashable and cost avoidance) since 2020.",
        "The programme has saved £1.2m in cash and avoided costs of £1.0m since 2020.",
    ),
    _added(
        "N010",
        "We found savings and cost avoidance of £480,000 in 2022/23.",
        "We found cashable savings of £300,000 and cost avoidance of £180,000 in 2022/23.",
        EASTMARSH,
    ),
    _added(
        "N010",
        "Each review is to find between £50,000 and £90,000 of cashable or cost avoidance benefits a year.",
        "Each review is to find between £50,000 and £90,000 of cashable benefits a year.",
        CORVALE,
    ),
    Broken("N011", THORNBECK, "between £350,000 and £450,000", "between £450,000 and £350,000"),
    Broken(
        "N011",
        EASTMARSH,
        "£400,000 to £550,000 a year",
        "£550,000-£400,000 a year",
        "£400,000-£550,000 a year",
    ),
    _added(
        "N011",
        "We expect to free between 40 and 25 desks.",
        "We expect to free between 25 and 40 desks.",
        CORVALE,
    ),
    Broken("N012", CORVALE, "17% of social work posts", "117% of social work posts"),
    _added("N012", "We have let 14 of our 12 depots.", "We have let 12 of our 14 depots."),
    _added(
        "N012",
        "In the survey 104% of residents knew of the service.",
        "The fund raised 104% of its target.",
        EASTMARSH,
    ),
    _added(
        "N013",
        "Contact is split three ways: 60% online, 35% by telephone and 15% in person.",
        "Contact is split three ways: 60% online, 25% by telephone and 15% in person.",
    ),
    Broken("N014", THORNBECK, "validation in 2025.", "validation in 2026/25.", "validation in 2025/26."),
    Broken("N014", EASTMARSH, "between 2020 and 2023. It has", "between 2023 and 2020. It has"),
    Broken(
        "N015",
        THORNBECK,
        "ended running costs",
        "(sold on 31 June 2022) ended running costs",
        "(sold on 30 June 2022) ended running costs",
    ),
    Broken("N015", CORVALE, "Tuesday 2 July 2024", "Monday 2 July 2024"),
    _added(
        "N018",
        "Uptake rose from 40% to 50%, an increase of 10%.",
        "Uptake rose from 40% to 50%, an increase of 10 percentage points.",
    ),
]

WRITING = [
    Broken(
        "W001",
        THORNBECK,
        "reviews each project monthly",
        "reviews each QRM monthly",
        "reviews each quarterly risk map (QRM) monthly",
    ),
    Broken("W001", EASTMARSH, "The Finance Board follows", "The FBRD follows"),
    Broken(
        "W001",
        CORVALE,
        "The Audit Committee and",
        "The AGC and",
        "The Audit and Governance Committee (AGC) and",
    ),
    _added(
        "W002",
        "The Medium Term Financial Plan (MTFP) is kept. The Monthly Tracking and Forecast Paper (MTFP) is read.",
        "The Medium Term Financial Plan (MTFP) is kept. The medium-term financial plan (MTFP) is read.",
    ),
    _added(
        "W002",
        "The Service Review Board (SRB) meets. Its Small Repairs Budget (SRB) is small.",
        "The Service Review Board (SRB) meets. The SRB has a small budget.",
        CORVALE,
    ),
    _added(
        "W003",
        "The new depot has delivered significant savings.",
        "The new depot has delivered significant savings of £140,000 a year.",
    ),
    _added(
        "W003",
        "Reporting online has dramatically reduced calls.",
        "Reporting online has dramatically reduced calls, from 900 to 300 a week.",
        EASTMARSH,
    ),
    _added(
        "W003",
        "The redesign brought substantial improvements for tenants.",
        "There have been substantial reductions in our grant from government.",
        CORVALE,
    ),
    _added("W004", "The move to one system has saved money.", "The move to one system is complete."),
    _added(
        "W004",
        "The review has reduced our costs across the board.",
        "The review has reduced our costs by £30,000 a year.",
        EASTMARSH,
    ),
    _added(
        "W005",
        "We are one of the most efficient councils in the country.",
        "We want to be one of the most efficient councils in the country.",
    ),
    Broken("W006", THORNBECK, "## 4. Barriers", "## 3. Barriers"),
    Broken("W006", CORVALE, "## 4 Barriers", "## 3 Barriers"),
    Broken("W006", THORNBECK, "### 2.3 Sharing data", "### 2.2 Sharing data"),
    Broken("W007", THORNBECK, "## 5. How delivery", "## 6. How delivery"),
    Broken("W007", THORNBECK, "### 3.9 Trade", "### 3.10 Trade"),
    Broken("W008", THORNBECK, "It will be replaced in 2026.", "It will be replaced in [insert date]."),
    Broken("W008", EASTMARSH, "In 2023/24 the three found £310,000,", "In 2023/24 the three found £XXk,"),
    Broken("W008", CORVALE, "A weekly panel tests", "TBC. A weekly panel tests"),
    _added("W008", "Lorem ipsum dolor sit amet.", "The list is in the committee papers.", CORVALE),
    Broken(
        "W009",
        CORVALE,
        _OWNER,
        _OWNER
        + " Where an action is late the owner tells the board why it is late and what will be done about "
        "it and by when and with whose help and what it will cost and which other actions will have "
        "to wait for it because "
        "they share the same people.",
    ),
    Broken(
        "W010",
        EASTMARSH,
        "There is no mayor",
        "The Finance Board, the Procurement Panel and the Audit and Governance Committee meet in "
        "public each month.\n\nThe Finance Board, the Procurement Panel and the Audit and "
        "Governance Committee meet in public "
        "each month.\n\nThere is no mayor",
        "The Finance Board meets in public.\n\nThere is no mayor",
        line=base(EASTMARSH)[: base(EASTMARSH).index("There is no mayor")].count("\n") + 3,
    ),
    Broken(
        "W010",
        CORVALE,
        "**Facility time.**",
        "**Governance.** A spending panel approves every order above £10,000. The Audit Committee and "
        "the external auditor see its minutes.\n\n**Facility time.**",
        "**Facility time.**",
        line=base(CORVALE)[: base(CORVALE).index("**Facility time.**")].count("\n") + 1,
    ),
    Broken(
        "W011",
        THORNBECK,
        "## 4. Barriers",
        "### 3.10 Stores\n\n## 4. Barriers",
        "### 3.10 Stores\n\nThe stores were closed in 2022.\n\n## 4. Barriers",
        line=base(THORNBECK)[: base(THORNBECK).index("## 4. Barriers")].count("\n") + 1,
    ),
    Broken(
        "W011",
        EASTMARSH,
        "## Making sure",
        "## Risks\n\n## Making sure",
        "## Risks\n\nEach action has a named risk.\n\n## Making sure",
        line=base(EASTMARSH)[: base(EASTMARSH).index("## Making sure")].count("\n") + 1,
    ),
    Broken("W012", EASTMARSH, "answers for this plan", "answers for for this plan"),
    _added("W013", "The detail is in section 9.", "The detail is in section 3.2."),
    _added("W013", "The split is shown in Table 7.", "The split is shown in Table 2.", CORVALE),
]

ACCESS = [
    Broken("A006", THORNBECK, "### 1.2 How we measure", "##### 1.2 How we measure"),
    Broken("A006", CORVALE, "## 5 Assurance", "#### 5 Assurance"),
    _added("A008", "For our measures click here.", "See our measures for 2023/24."),
    _added(
        "A008",
        "The spending data is available here.",
        "The spending data is on the open data page.",
        EASTMARSH,
    ),
    _added(
        "A009",
        "ALL SERVICES MUST REPORT THEIR SAVINGS TO THE BOARD EVERY SINGLE MONTH.",
        "All services must report their savings to the board every single month.",
        CORVALE,
    ),
    _added("A010", "Late actions are shown in red.", "Late actions are marked 'late'."),
]

BROKEN = LETTER + NUMBERS + WRITING + ACCESS
