"""What a publisher offers that no measure of the catalogue is said to be: a file for it, to read, mend and save."""

import re

from moothall.figures.feeds.plugins import Feed, Unmapped

UNIT = "number"  # where nobody said


def file_name(it: Unmapped) -> str:
    """What to call the file: the measure's id is its name."""
    return f"{re.sub(r'[^a-z0-9]+', '-', it.title.casefold()).strip('-')[:60] or 'measure'}.toml"


def toml(feed: Feed, it: Unmapped) -> str:
    """A measure as far as it is known. What nobody said is marked with a comment, to be read before it is saved."""
    return "\n".join(
        (
            f"# From {feed.title}, {it.id}. Read each line before you save this: what says CHECK was not said.",
            f"title = {_text(it.title)}",
            f"definition = {_text(it.title.rstrip('.') + '.')}  # CHECK: one plain sentence",
            f"unit = {_text(it.unit or UNIT)}{'' if it.unit else '  # CHECK'}",
            "decimals = 1  # CHECK",
            'basis = "in period"  # CHECK',
            'polarity = "neither"  # CHECK: higher, lower or neither is better',
            f"frequency = {_text(it.frequency)}  # CHECK",
            f"source = {_text(f'{feed.publisher}, {feed.title}')}",
            f"source_url = {_text(feed.docs)}",
            f"licence = {_text(feed.licence)}",
            'owner = "corporate"  # CHECK: the service that answers for it',
            f"known_as = [{_text(f'{feed.id} {it.id}')}]",
            "",
        )
    )


def _text(text: str) -> str:
    """A TOML string."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
