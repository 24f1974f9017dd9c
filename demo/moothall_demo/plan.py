"""The demonstration's draft productivity plan: what an author would write, its figures by reference."""

from datetime import date

from moothall.core.models import Organisation, Person
from moothall.plan.actions import comment, start, write
from moothall.plan.queries import comments, current, plans

TITLE, YEARS, DUE = "Productivity plan", "2026-27 to 2029-30", date(2027, 3, 31)
REMARK = (
    "spend",
    "Can we say what the agency staff of the year before cost in pounds? Members will ask.",
    "because we filled posts in planning from our own apprentices",
)
TEXTS = {
    "introduction": """
Ashcombe Vale is a district of market towns and marsh, and of 52,000 households. **It does not exist**: this plan
was made up to show what Moothall does. Its progress is reported to Cabinet each quarter, on the scorecard.
""",
    "services": """
### What changed

We moved every request to one set of forms on a new website in April 2024. Residents now make
{{ figure("contact-online", period="Sep 2026") }} of their requests online; it was
{{ figure("contact-online", period="Sep 2023", show="number") }} three years earlier. Fewer calls come in, and
{{ figure("calls-answered", period="Sep 2026") }} of them are answered.

We changed the waste rounds in stages. Missed bins fell from
{{ figure("missed-bins", period="Sep 2023") }} to {{ figure("missed-bins", period="Sep 2026") }}, and
{{ figure("missed-bins-put-right", period="Sep 2026") }} of them are put right in two working days. Households
recycled {{ figure("recycling-rate", period="2025-26") }} of their waste.

### What comes next

- A decision on a large planning application is made in time in
  {{ figure("major-applications-in-time", period="Q2 2026-27") }} of cases. We want smaller schemes to follow:
  {{ figure("minor-applications-in-time", period="Q2 2026-27") }} now.
- Households in temporary accommodation: {{ figure("temporary-accommodation", period="Sep 2026") }}. We will lease
  twenty homes rather than pay for nights in bed and breakfast.
""",
    "technology": """
One store of figures serves the scorecard, the reports and this plan, so that no number is typed twice.

- Benefits staff work from one queue, and a new claim is decided in
  {{ figure("benefit-new-claims-time", period="Sep 2026") }}; it took
  {{ figure("benefit-new-claims-time", period="Sep 2023") }}.
- A land search takes {{ figure("land-searches-turnaround", period="Sep 2026") }} since the register went digital.
- The old case system holds us back: for the last month it could not say how many information requests were
  answered in time ({{ figure("information-requests-in-time", period="Sep 2026") }}). Its replacement opens in spring.
""",
    "spend": """
Of this year's savings, {{ figure("savings-delivered", period="Q2 2026-27") }} were secured by the half year. Agency
staff take {{ figure("agency-spend", period="Q2 2026-27") }} of what we spend on staff, down from
{{ figure("agency-spend", period="Q2 2023-24") }}, because we filled posts in planning from our own apprentices.

| What we watch | Now | A year before |
| --- | --- | --- |
| Forecast against budget | {{ figure("budget-variance", period="Q2 2026-27", show="number") }} | {{ figure("budget-variance", period="Q2 2025-26", show="number") }} |
| Invoices paid in 30 days | {{ figure("invoices-paid-in-time", period="Sep 2026", show="number") }} | {{ figure("invoices-paid-in-time", period="Sep 2025", show="number") }} |
| Staff turnover | {{ figure("staff-turnover", period="Q2 2026-27", show="number") }} | {{ figure("staff-turnover", period="Q2 2025-26", show="number") }} |

It costs {{ figure("waste-service-cost", period="2025-26") }} to collect waste. We benchmark it each year.
""",  # noqa: E501
    "barriers": """
- **Homes.** {{ figure("housing-register", period="Q2 2026-27") }} wait for a social home, and a house costs
  {{ figure("housing-affordability", period="2025-26") }}. We ask government for grant that lasts longer than a year.
- **Skills.** Planners and environmental health officers are scarce: sickness took
  {{ figure("sickness-absence", period="Sep 2026") }}, and the same few carry the load.
- **Arrears.** Council tax owed from earlier years stands at
  {{ figure("council-tax-arrears", period="Q2 2026-27") }}. The means to collect it have not changed in thirty years.
""",
}


def draft_plan(author: Person, reader: Person, organisation: Organisation) -> None:
    """Drafts the plan, section by section, where it is not drafted yet; and a reader remarks on it."""
    plan = plans(author, organisation).first()
    if plan is None:
        plan = start(author, organisation=organisation, title=TITLE, years=YEARS, due_on=DUE)
    written = current(plan)
    for theme, text in TEXTS.items():
        if theme not in written:
            write(author, plan=plan, theme=theme, text=text.strip(), opened=0)
    if not comments(plan):
        theme, text, quoted = REMARK
        comment(reader, plan=plan, theme=theme, text=text, quoted=quoted)
