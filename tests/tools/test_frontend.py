"""The front end is built when something it is made from has changed, and not otherwise."""

import json
from pathlib import Path

import pytest

from tools import frontend

BUILD = """
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
mkdirSync('src/moothall/web/static/built', { recursive: true })
writeFileSync('src/moothall/web/static/built/app.css', readFileSync('src/moothall/web/static/src/app.css'))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The smallest front end: no packages, and a build that copies its one source."""
    build = "node src/moothall/web/static/src/build.js"
    package = {"name": "x", "type": "module", "scripts": {"build": build}}
    (tmp_path / "package.json").write_text(json.dumps(package))
    (tmp_path / "package-lock.json").write_text('{"name": "x", "lockfileVersion": 3, "packages": {}}')
    (tmp_path / "node_modules").mkdir()
    source = tmp_path / "src/moothall/web/static/src"
    source.mkdir(parents=True)
    (source / "build.js").write_text(BUILD)
    (source / "app.css").write_text("a{}")
    return tmp_path


@pytest.mark.parametrize("node", ["machine", "pypi"])
def test_it_builds_once_and_again_after_a_change(
    project: Path, node: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOOTHALL_NODE", node)
    built = project / "src/moothall/web/static/built/app.css"
    frontend.main(project)
    assert built.read_text() == "a{}"
    capfd.readouterr()

    frontend.main(project)
    assert capfd.readouterr().out == "frontend: up to date\n"

    (project / "src/moothall/web/static/src/app.css").write_text("b{}")
    frontend.main(project)
    assert built.read_text() == "b{}"


def test_a_build_that_fails_is_tried_again(project: Path) -> None:
    (project / "src/moothall/web/static/src/build.js").write_text("process.exit(1)")
    for _ in range(2):
        with pytest.raises(SystemExit, match="`run build` failed"):
            frontend.main(project)


def test_the_fingerprint_knows_names_as_well_as_content(project: Path) -> None:
    source = project / "src/moothall/web/static/src"
    before = frontend.fingerprint(project, frontend.INPUTS)
    (source / "app.css").rename(source / "other.css")
    assert frontend.fingerprint(project, frontend.INPUTS) != before
