"""The documentation against the code: what exists is described, what is described exists, and links lead somewhere."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from tests.docs.pages import DOCS, ROOT, anchors, fenced, links, pages, prose, rows

from moothall.cli import app
from moothall.core.permission import declared
from moothall.core.roles import shipped
from moothall.figures.sources import sources

pytestmark = pytest.mark.once

REACH = {"all": "yes", "service": "own services", "measure": "own measures"}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command, by the words that call it."""
    yield from _below("moothall", typer.main.get_command(app))


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word, one in inner.items():
        yield from _below(f"{name} {word}", one)


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next one; '' where there is no such heading."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", page.read_text(), re.M | re.S)
    return found[1] if found else ""


@pytest.mark.parametrize(("name", "command"), [pytest.param(*it, id=it[0]) for it in commands()])
def test_every_command_is_described_with_all_its_options(name: str, command: click.Command) -> None:
    said = section(DOCS / "commands.md", name)
    assert said, f"docs/commands.md has no section '{name}'"
    options = {
        opt
        for it in command.params
        if not getattr(it, "hidden", False)
        for opt in (*it.opts, *it.secondary_opts)
    }
    given = {opt for opt in options if opt.startswith("--")}
    written = set(re.findall(r"--[a-z-]+", said))
    assert given <= written, "options that the page does not name"
    assert written <= given, "options that the command does not take"


def test_no_command_is_described_that_is_not_there() -> None:
    described = set(re.findall(r"^#+ (moothall .+)$", (DOCS / "commands.md").read_text(), re.M))
    assert described == {name for name, _ in commands()}


@pytest.mark.parametrize("page", pages(), ids=lambda it: str(it.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT) and target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", pages(), ids=lambda it: str(it.relative_to(ROOT)))
def test_a_page_names_no_file_that_is_not_there(page: Path) -> None:
    for path in re.findall(r"`((?:src|docs|tests|tools|benchmarks|demo)/[\w./-]*\w)`", prose(page)):
        assert (ROOT / path).exists(), f"{page.name} speaks of {path}"


@pytest.mark.parametrize("role", sorted(shipped()))
def test_every_role_has_a_guide(role: str) -> None:
    assert (DOCS / "guide" / f"{role}.md").exists()


def test_the_table_of_permissions_is_what_ships() -> None:
    roles = shipped()
    header, *table = rows(DOCS / "permissions.md")
    assert header[2:] == [role["name"] for role in roles.values()]
    assert {row[0].strip("`"): row[1] for row in table} == declared()
    for row in table:
        permission = row[0].strip("`")
        for role, cell in zip(roles.values(), row[2:], strict=True):
            held = next((said for scope, said in REACH.items() if permission in role.get(scope, ())), "")
            assert cell == held, f"{role['name']}, {permission}"


def test_every_source_has_its_row() -> None:
    table = {row[0].strip("`"): row for row in rows(DOCS / "sources.md")}
    for source in sources().values():
        assert source.id in table, f"docs/sources.md has no row for {source.id}"
        assert table[source.id][2] == source.publisher
        assert table[source.id][3] in (
            source.licence,
            source.licence.replace("Open Government Licence", "OGL"),
        )


def test_the_glossary_is_alphabetical() -> None:
    terms = re.findall(r"^\*\*(.+?)\*\*", (DOCS / "glossary.md").read_text(), re.M)
    assert len(terms) > 50
    assert terms == sorted(terms, key=str.casefold)


def test_every_decision_says_why_and_what_follows() -> None:
    decisions = sorted((DOCS / "adr").glob("0*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        headings = re.findall(r"^## (.+)$", path.read_text(), re.M)
        assert headings == ["Context", "Decision", "Consequences"], path.name


def test_the_first_administrator_is_made_as_the_page_says(tmp_path: Path) -> None:
    """Run as it stands, by a shell, in a home and a database of its own."""
    blocks = (fenced(DOCS / "operate" / "deploy.md", "sh", number) for number in range(20))
    commands = next(block for block in blocks if "moothall council add" in block)
    environment = {"MOOTHALL_HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    said = subprocess.run(["bash", "-euc", commands], env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines()[-1] == "Alex Example is Administrator at Example District Council."


def on_screen() -> str:
    """All that the pages' own files say, without tags."""
    files = [*(ROOT / "src/moothall/web").rglob("*.jinja"), *(ROOT / "src/moothall/web").rglob("*.py")]
    text = " ".join(path.read_text() for path in files)
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


@pytest.mark.parametrize("page", sorted((DOCS / "guide").glob("*.md")), ids=lambda it: it.stem)
def test_what_a_guide_says_to_choose_is_on_a_page(page: Path) -> None:
    """In a guide, bold words inside a sentence are words on the screen; a bold sentence is a heading."""
    screen = on_screen()
    labels = [" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", page.read_text(), re.S)]
    said = {words for words in labels if not words.endswith((".", "yet"))} - headings(page)
    assert [words for words in sorted(said) if words not in screen] == []


def headings(page: Path) -> set[str]:
    """Questions that head a paragraph."""
    return set(re.findall(r"^\*\*([^*]+\?)\*\*", page.read_text(), re.M))


def test_every_library_is_listed_with_its_licence() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", it)[0] for it in wanted}
    listed = {name.strip() for row in rows(DOCS / "licences.md") for name in row[0].split(",")}
    assert names <= listed, f"say in docs/licences.md on what terms: {sorted(names - listed)}"
