"""Whether a sentence tells of what was done or of what is wanted."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Stance(StrEnum):
    DONE = "done"
    WANTED = "wanted"
    UNCLEAR = "unclear"


def stance(sentence: str) -> Stance:
    """What is wanted is said in so many words ('we plan to'), so it is looked for first; see stance.toml.

    A question tells of neither.
    """
    if sentence.rstrip().endswith("?"):
        return Stance.UNCLEAR
    return next((it for it, cues in _cues().items() if cues.search(sentence)), Stance.UNCLEAR)


@cache
def _cues() -> dict[Stance, re.Pattern[str]]:
    kept = tomllib.loads(files(__package__).joinpath("stance.toml").read_text(encoding="utf-8"))
    return {
        Stance(name): re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, cues)) + r")(?!\w)", re.I)
        for name, cues in kept.items()
    }
