"""What was chosen for a feed, read from what a person wrote, and judged."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from moothall.core.errors import NotPossible
from moothall.figures.feeds.plugins import Feed, Setting
from moothall.figures.measures import Measure, catalogue, fold, names

MOST_LINES = 500


def checked(feed: Feed, config: Mapping[str, Any]) -> dict[str, Any]:
    """What is chosen, as it is kept. Raises NotPossible with a sentence that names the setting."""
    return {it.name: read(it, config.get(it.name), feed) for it in feed.settings}


def read(setting: Setting, given: Any, feed: Feed) -> Any:
    """One setting, from a form's text or from what was kept. Raises NotPossible."""
    value = READERS[setting.kind](setting, given if given not in (None, "") else setting.default, feed)
    if setting.required and value in ("", [], {}):
        raise NotPossible(f"‘{setting.label}’ is empty: {setting.hint or 'write what to ask for.'}")
    return value


def written(setting: Setting, value: Any) -> str:
    """A setting as a person writes it in a form."""
    if isinstance(value, Mapping):
        return "\n".join(f"{name} = {it}" if it else name for name, it in value.items())
    if isinstance(value, list):
        return "\n".join(value)
    return f"{value}" if value not in (None, "") else setting.default


def _text(setting: Setting, given: Any, feed: Feed) -> str:
    text = " ".join(str(given).split())
    if len(text) > 500:
        raise NotPossible(f"‘{setting.label}’ is too long: 500 letters at most.")
    return text


def _whole(setting: Setting, given: Any, feed: Feed) -> int:
    text = str(given).strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise NotPossible(f"‘{setting.label}’ is a whole number, such as {setting.default or '12'}.")
    return int(text)


def _choice(setting: Setting, given: Any, feed: Feed) -> str:
    if given not in dict(setting.choices):
        raise NotPossible(f"Choose one of those listed under ‘{setting.label}’.")
    return str(given)


def _address(setting: Setting, given: Any, feed: Feed) -> str:
    text = str(given).strip()
    parts = urlsplit(text)
    hosts = {*feed.hosts, urlsplit(feed.url).hostname}
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise NotPossible(f"‘{setting.label}’ is a web address that begins with https://.")
    if parts.hostname not in hosts:
        raise NotPossible(
            f"‘{setting.label}’ may be on {', '.join(sorted(filter(None, hosts)))}, and not on {parts.hostname}."
        )
    return text[:500]


def _lines(setting: Setting, given: Any) -> list[str]:
    lines = given if isinstance(given, list) else str(given).splitlines()
    found = list(dict.fromkeys(" ".join(it.split()) for it in lines if it.strip()))
    if len(found) > MOST_LINES:
        raise NotPossible(f"‘{setting.label}’ has more than {MOST_LINES} lines: set up two feeds.")
    return found


def _list(setting: Setting, given: Any, feed: Feed) -> list[str]:
    return _lines(setting, given)


def _pairs(setting: Setting, given: Any, feed: Feed) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {str(name): str(value) for name, value in given.items()}
    found = {}
    for line in _lines(setting, given):
        name, sign, value = (part.strip() for part in line.partition("="))
        if not (name and sign and value):
            raise NotPossible(f"‘{setting.label}’: write ‘{line[:60]}’ as name = value.")
        found[name] = value
    return found


def _measure(setting: Setting, given: Any, feed: Feed) -> str:
    text = str(given).strip()
    return _known(setting, text).id if text else ""


def _measures(setting: Setting, given: Any, feed: Feed) -> dict[str, str]:
    """Theirs to ours; '' for one that has no measure yet."""
    if isinstance(given, Mapping):
        given = [f"{name} = {value}" if value else str(name) for name, value in given.items()]
    found = {}
    for line in _lines(setting, given):
        theirs, _, ours = (part.strip() for part in line.partition("="))
        found[theirs] = _known(setting, ours).id if ours else ""
    return found


def _known(setting: Setting, text: str) -> Measure:
    found = catalogue().get(text) or names().get(fold(text))
    if not found:
        raise NotPossible(
            f"‘{setting.label}’: the catalogue has no measure ‘{text[:80]}’. "
            "Write the id of one, as Measures lists them."
        )
    return found


READERS: Mapping[str, Callable[[Setting, Any, Feed], Any]] = {
    "text": _text,
    "whole": _whole,
    "choice": _choice,
    "address": _address,
    "list": _list,
    "pairs": _pairs,
    "measure": _measure,
    "measures": _measures,
}
