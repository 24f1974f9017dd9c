"""A question of the letter is not answered.

What it does: Reports each of the 25 questions to which no passage speaks, in themes that are answered otherwise
(see L101).

Why: The questions are prompts, not a form: a council may leave one out. A reader should be able to tell that from
forgetting.

Bad: Nothing on trade union facility time.

Good: Trade union facility time was 0.04% of our paybill in 2023/24.

How to mend: Answer it in a sentence, if only to say that it does not apply.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading
from moothall.reference.productivity_letter import letter

CODE, NAME, SEVERITY = "L102", "question-unanswered", Severity.ADVICE


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    absent = {id for id, answer in reading.coverage.items() if answer.status is Status.ABSENT}
    for theme in letter().themes:
        asked = [it for it in letter().questions if it.theme == theme.id]
        if all(it.id in absent for it in asked):
            continue
        for question in asked:
            if question.id in absent:
                yield Note(
                    f"Question {question.id} ({question.title}) is not answered: answer it, or say why it "
                    f"does not apply."
                )
