"""`moothall plan check` as a person and as another program meet it. No database, and no Django."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.cli.conftest import Said
from tests.recipes.plan_check.plans import CORVALE, THORNBECK, base

from moothall.cli import main
from moothall.cli.schemas import FOLDER
from moothall.recipes.plan_check import rules

pytestmark = pytest.mark.once

BROKEN = base(THORNBECK).replace("£3m (25%)", "£3m (35%)").replace("a reduction of 10%", "a reduction of 25%")
LINE = base(THORNBECK)[: base(THORNBECK).index("£3m (25%)")].count("\n") + 1


@pytest.fixture
def check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Said]:
    """Runs the command through the real door, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: bytes = b"") -> Said:
        monkeypatch.setattr("sys.argv", ["moothall", "plan", "check", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            return Said(int(end.code or 0), *capsys.readouterr())
        return Said(0, *capsys.readouterr())

    return run


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.md"
    path.write_text(base(THORNBECK), encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken plan.md"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_a_clean_plan_passes(check: Callable[..., Said], clean: Path) -> None:
    said = check(clean)
    assert said.status == 0
    assert said.out.splitlines()[0] == "Nothing found."
    assert said.out.splitlines()[1].startswith("2") and "of 25 questions answered" in said.out


def test_findings_are_lines_and_the_status_is_one(check: Callable[..., Said], broken: Path) -> None:
    said = check(broken)
    assert said.status == 1 and said.err == ""
    assert (
        f"{broken}:{LINE} N003 [error] £3m of £12m is 25%, not 35%: put right whichever is wrong." in said.out
    )
    assert "2 errors." in said.out


def test_the_json_has_the_published_shape(check: Callable[..., Said], broken: Path, tmp_path: Path) -> None:
    shape = json.loads((FOLDER / "plan-check.json").read_text(encoding="utf-8"))
    assert check(broken, "--json", tmp_path / "out.json", "--quiet").out == ""
    filed = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (
        json.loads(check(broken, "--json", "-").out)
        == filed
        == json.loads(check(broken, "--format", "json").out)
    )
    jsonschema_rs.validate(shape, filed)
    assert [it["code"] for it in filed["findings"]] == ["N004", "N003"]
    assert filed["findings"][1]["line"] == LINE and "Of the capital programme" in filed["findings"][1]["text"]
    sale = next(it for it in filed["figures"] if it["text"] == "£1.8 million")
    assert (sale["value"], sale["unit"], sale["scale"], sale["kind"]) == ("1800000", "GBP", "m", "digits")
    assert all(it["kind"] == "words" for it in filed["figures_in_words"])
    assert filed["coverage"]["3.9"]["passages"][0]["text"].startswith("Trade union facility time")
    assert filed["parts"] == [{"kind": "plan", "from": 1, "to": BROKEN.rstrip().count("\n") + 1}]
    assert filed["document"]["pages"] is None and filed["document"]["words"] > 1000


def test_the_sarif_is_what_scanners_require(check: Callable[..., Said], broken: Path) -> None:
    """What SARIF 2.1.0 requires in sections 3.13, 3.18, 3.19, 3.27 to 3.30 and 3.49."""
    log = json.loads(check(broken, "--format", "sarif", "--ignore", "N004:as the auditor agreed").out)
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] and [it["id"] for it in driver["rules"]] == list(rules())
    for rule in driver["rules"]:
        assert rule["helpUri"].startswith("https://") and rule["help"]["text"] and rule["help"]["markdown"]
        assert rule["shortDescription"]["text"] and rule["defaultConfiguration"]["level"] in {
            "error",
            "warning",
            "note",
        }
    assert len(run["results"]) == 2
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"} and result["message"]["text"]
        (place,) = result["locations"]
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert "broken%20plan.md" in place["physicalLocation"]["artifactLocation"]["uri"]
    kept, ignored = sorted(run["results"], key=lambda it: "suppressions" in it)
    assert (
        kept["ruleId"] == "N003" and kept["locations"][0]["physicalLocation"]["region"]["startLine"] == LINE
    )
    assert ignored["suppressions"] == [{"kind": "external", "justification": "as the auditor agreed"}]


def test_a_plan_is_piped(check: Callable[..., Said]) -> None:
    said = check("-", stdin=BROKEN.encode())
    assert said.status == 1 and f"standard input:{LINE} N003" in said.out
    assert check("-", "--format", "sarif", stdin=BROKEN.encode()).status == 1


def test_rules_are_chosen(check: Callable[..., Said], broken: Path) -> None:
    assert "N004" not in check(broken, "--select", "N003").out
    assert check(broken, "--select", "W,L").status == 0
    assert check(broken, "--select", "W", "--select", "N0").status == 1


def test_an_ignore_needs_a_reason(check: Callable[..., Said], broken: Path) -> None:
    both = ["--ignore", "N003:agreed in May", "--ignore", "n004: rounding"]
    said = check(broken, *both)
    assert said.status == 0 and "Nothing found; 2 ignored with a reason." in said.out
    filed = json.loads(check(broken, *both, "--json", "-").out)
    assert [(it["code"], it["reason"]) for it in filed["ignored"]] == [
        ("N004", "rounding"),
        ("N003", "agreed in May"),
    ]
    without = check(broken, "--ignore", "N003", "--ignore", "N004:rounding")
    assert (
        without.status == 1
        and " N003 " in without.out
        and " I001 [warning] N003 is ignored without" in without.out
    )


def test_a_file_beside_the_plan_sets_and_ignores(check: Callable[..., Said], broken: Path) -> None:
    settings = broken.parent / "moothall-check.toml"
    settings.write_text(
        f'[settings]\nfewest_words = 5000\n[[ignore]]\ncode = "N003"\nline = {LINE}\nreason = "agreed"\n'
        '[[ignore]]\ncode = "N004"\ntext = "nine departments"\nreason = "agreed"\n',
        encoding="utf-8",
    )
    said = check(broken)
    assert said.status == 0 and " L002 [advice]" in said.out and "2 ignored" in said.out
    assert check(broken, "--fail-on", "advice").status == 1
    settings.write_text(
        f'[[ignore]]\ncode = "N003"\nline = {LINE + 1}\nreason = "another line"\n', encoding="utf-8"
    )
    assert " N003 " in check(broken).out
    elsewhere = broken.parent / "other.toml"
    elsewhere.write_text('select = ["W"]\n', encoding="utf-8")
    assert check(broken, "--config", elsewhere).status == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[settings\n", "is not TOML"),
        ("[settings]\nmost_page = 4\n", "There is no setting 'most_page'"),
        ('[settings]\nmost_pages = "four"\n', "is not of its kind"),
        ('[[ignore]]\nreason = "x"\n', "names no rule"),
        ('[[ignore]]\ncode = "N999"\nreason = "x"\n', "There is no rule 'N999'"),
        ("[rules]\n", "There is no table 'rules'"),
        ("ignore = 3\n", "ignore is not a list"),
    ],
)
def test_settings_at_fault_are_one_sentence(
    check: Callable[..., Said], clean: Path, text: str, said: str
) -> None:
    (clean.parent / "moothall-check.toml").write_text(text, encoding="utf-8")
    found = check(clean)
    assert found.status == 2 and said in found.err and found.err.count("\n") == 1 and found.out == ""


def test_severities_that_fail(check: Callable[..., Said], tmp_path: Path) -> None:
    plan = tmp_path / "corvale.md"
    plan.write_text(base(CORVALE).replace("The Audit Committee and", "The AGC and"), encoding="utf-8")
    assert check(plan, "--select", "W").status == 1
    assert check(plan, "--select", "W", "--fail-on", "error").status == 0


def test_every_rule_explains_itself(check: Callable[..., Said]) -> None:
    for code, rule in rules().items():
        said = check("--explain", code)
        assert said.status == 0 and said.out == rule.markdown()
    assert check("--explain", "range-reversed").out.startswith("# N011 ")


def test_an_unknown_rule_is_met_with_those_near_it(check: Callable[..., Said], clean: Path) -> None:
    said = check("--explain", "N03")
    assert said.status == 2 and "There is no rule 'N03': did you mean" in said.err and "N003" in said.err
    assert check(clean, "--select", "Z").status == 2
    assert check(clean, "--ignore", "N0000:because").status == 2


@pytest.mark.parametrize(
    "arguments",
    [[], ["missing.md"], ["--format", "xml", "clean.md"], ["--fail-on", "never", "clean.md"], ["."]],
)
def test_wrong_usage_is_one_sentence(check: Callable[..., Said], clean: Path, arguments: list[str]) -> None:
    said = check(*arguments)
    assert (
        said.status == 2
        and said.err.count("\n") == 1
        and said.err.startswith("moothall: ")
        and said.out == ""
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.md", b""),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("broken.docx", b"PK\x03\x04" + bytes(200)),
        ("broken.pdf", b"%PDF-1.7\nnonsense"),
        ("nulls.txt", bytes(range(256)) * 40),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("deep.html", b"<html><body>" + b"<div>" * 50_000),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    check: Callable[..., Said], tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    said = check(name)
    assert (
        said.status == 2
        and said.err.count("\n") == 1
        and said.err.startswith("moothall: ")
        and said.out == ""
    )


@pytest.mark.parametrize(
    "text",
    [
        "|" * 5000,
        "# \n\n" * 500 + "word",
        "£" * 3000 + " of " * 2000,
        "a total of £1m: " + "£1m, " * 3000,
        "(" * 4000 + "ABC" + ")" * 4000,
        "from 1 to 2 " * 400,
        "between £9 and £1 of £3 (40%) " * 400,
        "\u202e٣٤٥ £١٢m ½ ¾ ⟨M0⟩ of ⟨M1⟩ (⟨P9⟩)",
        "A" * 20000 + " " + "AB " * 5000,
        "- 1. 2. 3. " * 3000,
    ],
)
def test_strange_text_is_checked_and_never_a_traceback(
    check: Callable[..., Said], tmp_path: Path, text: str
) -> None:
    (tmp_path / "strange.md").write_text(text, encoding="utf-8")
    assert check("strange.md").status in (0, 1, 2)


def test_no_django_is_needed(clean: Path) -> None:
    program = (
        "import sys\nfrom moothall.cli import app\n"
        f"try:\n    app(['plan', 'check', {str(clean)!r}])\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(sorted(it for it in sys.modules if it.split('.')[0] in ('django', 'allauth', 'ninja')))"
    )
    ran: Any = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_other_commands_do_not_pay_for_the_engines() -> None:
    program = (
        "import sys, moothall.cli; print([it for it in sys.modules if it.startswith('moothall.engines')])"
    )
    ran: Any = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
