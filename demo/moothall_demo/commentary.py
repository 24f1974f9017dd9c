"""What was said of the figures: approved for two quarters, and some being written, waiting or sent back.

None of the words has a figure in it: figures differ with the seed, and each is on the page beside the words.
"""

from datetime import date
from typing import NamedTuple

from moothall.core.models import Organisation, Person
from moothall.figures.measures import catalogue
from moothall.performance.commentary import queries
from moothall.performance.commentary.actions import Said, approve, send_back, write
from moothall.performance.commentary.queries import Commentary

JUNE, SEPTEMBER, SUMMER = date(2026, 6, 1), date(2026, 9, 1), date(2026, 7, 1)


class Text(NamedTuple):
    """A commentary: on what, by whom, and how far it got. `again`: its action is the one of the text before it."""

    measure: str
    start: date
    by: str
    happened: str
    why: str
    doing: str
    by_when: date | None = None
    state: str = "approved"
    again: bool = False
    because: str = ""


TEXTS = (
    Text(
        "temporary-accommodation", JUNE, "ruth.adeyemi",
        "More households are in temporary accommodation than its usual limits allow for.",
        "Private landlords have been selling up, so fewer lets are found before a family loses its home.\n\n"
        "Nearly all of those who came to us had been told to leave by a landlord who was selling.",
        "Lease ten homes from owners who are leaving the market, instead of buying nights.",
        date(2026, 12, 18),
    ),
    Text(
        "sickness-absence", JUNE, "imran.sadiq",
        "Days lost went up again, most of them to long absences in two services.",
        "Stress is the cause that grew. Return-to-work talks are held in some services and not in others.",
        "Hold a return-to-work talk after every absence, and count them.",
        date(2026, 10, 30),
    ),
    Text(
        "town-centre-footfall", JUNE, "lucy.penhale",
        "Far fewer people came to the town centre than in an ordinary June.",
        "The bridge was closed for repair for most of the month, and the counters on that side saw nobody.",
        "Nothing: the bridge is open again, and July will show whether people came back.",
    ),
    Text(
        "missed-bins", JUNE, "grace.hollins",
        "Fewer bins were missed than a year ago.",
        "Crews and the customer team have worked from a single list since the spring.",
        "Keep the list, and give it to the crews who collect garden waste too.",
        date(2026, 9, 30),
    ),
    Text(
        "temporary-accommodation", SEPTEMBER, "ruth.adeyemi",
        "The number is still above its usual limits.",
        "The cause is that of the spring: landlords are selling. Leasing has begun, later than it was meant to.",
        "Go on leasing, with the first homes filled before Christmas.",
        date(2026, 12, 18),
        again=True,
    ),
    Text(
        "missed-bins", SEPTEMBER, "grace.hollins",
        "Misses rose a little in September and stay below what they were.",
        "Two rounds were covered by agency crews while their drivers were trained.",
        "Have every agency crew ride with ours for its first day.",
        date(2026, 11, 27),
    ),
    Text(
        "shops-empty", SUMMER, "lucy.penhale",
        "Fewer shops stand empty than in the years before, though more than we said we would reach.",
        "Small shops fill quickly when rent is by the month; the large ones have stood empty since their chains "
        "closed.",
        "Ask the owners of the three largest to let floors apart.",
        date(2027, 1, 29),
    ),
    Text(
        "sickness-absence", SEPTEMBER, "imran.sadiq",
        "Absence has come down a little and is still above its average.",
        "Long absences are fewer since talks are held in every service; short ones are as they were.",
        "Offer the flu jab at every depot.",
        date(2026, 12, 4),
        state="waiting",
    ),
    Text(
        "families-in-bed-and-breakfast", SEPTEMBER, "ruth.adeyemi",
        "More families than usual were placed in bed and breakfast for longer than the law allows.",
        "",
        "",
        state="draft",
    ),
    Text(
        "leisure-centre-visits", SEPTEMBER, "beth.calloway",
        "More people came than in any September before.",
        "It was a good month.",
        "Nothing.",
        state="sent back",
        because="Say what brought people in: the new swimming lessons, or the weather?",
    ),
)  # fmt: skip


def comment_on_figures(people: dict[str, Person], organisation: Organisation) -> None:
    """Writes what is not there yet, and decides on it as the director."""
    director = people["catherine.vale"]
    there: dict[tuple[str, date], Commentary] = {}
    for text in TEXTS:
        for it in queries.through_time(director, organisation, catalogue()[text.measure]):
            there[it.measure, it.start] = it
    for text in TEXTS:
        if (text.measure, text.start) not in there:
            it = _written(people[text.by], organisation, text, there)
            if text.state == "approved":
                approve(director, commentary=it)
            elif text.state == "sent back":
                send_back(director, commentary=it, because=text.because)
            there[text.measure, text.start] = it


def _written(
    person: Person, organisation: Organisation, text: Text, there: dict[tuple[str, date], Commentary]
) -> Commentary:
    before = there[text.measure, JUNE].commitment if text.again else None
    return write(
        person,
        organisation=organisation,
        measure=catalogue()[text.measure],
        start=text.start,
        said=Said(text.happened, text.why, text.doing, text.by_when, before),
        opened=0,
        send=text.state != "draft",
    )
