"""Write docs/rules from the rules' own docstrings: `.venv/bin/python tools/rules.py`."""

from pathlib import Path

from moothall.recipes.plan_check.registry import FAMILIES, rules

FOLDER = Path(__file__).parents[1] / "docs" / "rules"


def pages() -> dict[str, str]:
    """The name and text of every page there should be."""
    made = {f"{rule.code}.md": rule.markdown() for rule in rules().values()}
    lines = [
        "# The rules of `moothall plan check`",
        "",
        "Each rule has a code, a severity and a page. An *error* contradicts itself or leaves out what the",
        "letter required; a *warning* misleads a reader or leaves one asking; *advice* is worth a look and",
        "fails no check unless asked to. `moothall plan check --explain CODE` prints a page.",
        "The [method](../methods/plan-check.md) says how they work, and [add a rule](../add/rule.md) how to",
        "write one. These pages are made from the rules by `tools/rules.py`.",
    ]
    for letter, title in FAMILIES.items():
        lines += ["", f"## {title}", "", "| code | name | severity | what it finds |", "|---|---|---|---|"]
        lines += [
            f"| [{it.code}]({it.code}.md) | {it.name} | {it.severity} | {it.summary} |"
            for it in rules().values()
            if it.code[0] == letter
        ]
    return made | {"README.md": "\n".join(lines) + "\n"}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for page in FOLDER.glob("*.md"):
        if page.name not in wanted:
            page.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
