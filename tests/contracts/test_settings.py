"""docs/operate/settings.md lists exactly the variables that are read, with what they are for."""

from pathlib import Path

import pytest

from moothall.settings import env
from moothall.settings.environment import BadSetting, Environment

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operate" / "settings.md"


def row(name: str) -> str:
    """The page's line for a variable."""
    setting = env.declared[name]
    words = not setting.default or "`" in setting.default or " " in setting.default
    shown = (setting.default or "empty") if words else f"`{setting.default}`"
    return f"| `{name}` | {shown} | {setting.purpose} |"


def test_the_page_lists_exactly_the_settings_there_are() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    wanted = [row(name) for name in sorted(env.declared)]
    assert lines == wanted, "docs/operate/settings.md should have these lines:\n" + "\n".join(wanted)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("maybe", "write yes or no"), ("2", "write yes or no"), ("tru", "write yes or no")],
)
def test_a_setting_that_cannot_be_read_says_what_to_write(value: str, sentence: str) -> None:
    with pytest.raises(BadSetting, match=sentence):
        Environment({"X": value}).flag("X", False, "a test")
    with pytest.raises(BadSetting, match="write a whole number"):
        Environment({"X": "several"}).whole("X", 1, "a test")
