"""The suite's own bookkeeping: nothing that was not run can pass for a success."""

from pathlib import Path

import pytest

from tools import test as suite

pytest_plugins = ["pytester"]
CONFTEST = (Path(__file__).parents[1] / "conftest.py").read_text()
QUIET = ("-p", "no:django", "-p", "no:schemathesis", "-rs")


def test_the_last_line_adds_up_all_parts(capsys: pytest.CaptureFixture[str]) -> None:
    parts = [suite.Result("sqlite", 10, 1, 0, 2.0, ""), suite.Result("pure", 5, 0, 0, 1.0, "")]
    assert suite.report(parts) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "15 passed, 1 failed"


def test_browser_tests_not_run_are_said_in_capitals(capsys: pytest.CaptureFixture[str]) -> None:
    suite.report([suite.Result("browser", 0, 0, 1, 0.0, "")])
    assert "BROWSER TESTS NOT RUN" in capsys.readouterr().out.splitlines()


def test_it_counts_what_pytest_reports(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import pytest
        def test_passes(): assert True
        def test_fails(): assert False
        def test_skips(): pytest.skip("no reason")
        def test_breaks(absent): assert True
    """)
    pytester.runpytest_subprocess(*QUIET, "--junitxml=counts.xml")
    assert suite.count(pytester.path / "counts.xml") == (1, 2, 1)


def test_a_part_that_collects_nothing_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(suite, "WORK", tmp_path)
    command = [*suite.PYTEST, "-p", "no:django", "tests/tools", "-k", "no_test_is_called_this"]
    monkeypatch.setitem(suite.PARTS, "pure", command)
    assert suite.run_part("pure")[:4] == ("pure", 0, 1, 0)


@pytest.mark.parametrize(("ci", "outcome"), [("", {"skipped": 1}), ("true", {"errors": 1})])
def test_a_test_without_its_data_says_so_and_fails_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: dict[str, int]
) -> None:
    monkeypatch.setenv("MOOTHALL_DATA", str(pytester.path / "absent"))
    monkeypatch.setenv("CI", ci)
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nmarkers = data")
    pytester.makepyfile("""
        import pytest
        @pytest.mark.data
        def test_reads(data_folder): assert data_folder
    """)
    result = pytester.runpytest_subprocess(*QUIET)
    result.assert_outcomes(**outcome)
    result.stdout.fnmatch_lines(["*NOT RUN: no public data in *absent; name its folder in MOOTHALL_DATA.*"])
