"""A date is not in the calendar.

What it does: Finds days that no month has ('31 June 2024') and days of the week that do not fall on the date
('Monday 16 July 2024').

Why: A meeting on a day that is not there cannot be looked up.

Bad: Cabinet on 31 June 2024.

Good: Cabinet on 30 June 2024.

How to mend: Look the date up.
"""

from calendar import day_name
from collections.abc import Iterator

from moothall.recipes.plan_check.dates import said, written
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N015", "date-impossible", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for passage in reading.passages:
        for it in written(passage.text):
            if it.day is None:
                yield Note(f"'{it.text}' is not in the calendar: look the date up.", passage)
            elif it.week is not None and it.week != it.day.weekday():
                right = day_name[it.day.weekday()]
                yield Note(
                    f"{said(it.day)} is a {right}, not a {day_name[it.week]}: look the date up.", passage
                )
