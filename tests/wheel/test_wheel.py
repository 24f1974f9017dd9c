"""The wheel alone is enough: with no checkout and no Node it serves the demonstration council."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

pytestmark = pytest.mark.wheel
ROOT = Path(__file__).resolve().parents[2]
BUILT = "src/moothall/web/static/built"


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def uv() -> str:
    return run(sys.executable, ROOT / "tools" / "install.py", "--uv").strip()


@pytest.fixture(scope="module")
def wheel(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(uv, "build", "--wheel", "--out-dir", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def home(uv: str, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment that holds the wheel and the locked versions of what it requires."""
    folder = tmp_path_factory.mktemp("home")
    export = [uv, "export", "--locked", "--no-dev", "--no-emit-project", "--no-hashes", "-q"]
    run(*export, "--output-file", folder / "constraints.txt")
    run(uv, "venv", "--python", sys.executable, folder / "venv")
    python = ("--python", folder / "venv" / "bin" / "python")
    run(uv, "pip", "install", *python, "--constraint", folder / "constraints.txt", wheel)
    return folder


@pytest.fixture(scope="module")
def alone(home: Path) -> dict[str, str]:
    """An environment whose PATH holds the wheel's commands and nothing else: no Node, no npm, no uv."""
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PATH": str(home / "venv" / "bin"), "HOME": str(home), "MOOTHALL_HOME": str(home / "var")}


def test_it_holds_every_built_file(wheel: Path) -> None:
    files = [path for path in (ROOT / BUILT).rglob("*") if path.is_file()]
    built = {path.relative_to(ROOT / "src").as_posix() for path in files}
    assert any(name.endswith(".css") for name in built), "the front end is not built: run `make build`"
    assert built <= set(zipfile.ZipFile(wheel).namelist())


def test_it_holds_the_licence_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    assert [name for name in names if name.startswith(("tests/", "tools/", "node_modules/"))] == []


def test_the_command_answers_without_node(home: Path, alone: dict[str, str]) -> None:
    said = run(home / "venv" / "bin" / "moothall", "--help", cwd=home, env=alone)
    assert "serve" in said and "demo" in said


@pytest.fixture(scope="module")
def site(home: Path, alone: dict[str, str]) -> Iterator[str]:
    """The address of the demonstration council, loaded and served by the installed wheel."""
    moothall = home / "venv" / "bin" / "moothall"
    run(moothall, "demo", cwd=home, env=alone)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (home / "serve.log").open("w") as log:
        env = {**alone, "PORT": str(port)}
        server = subprocess.Popen(
            [str(moothall), "serve"], cwd=home, env=env, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for(port, server, home / "serve.log")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=120)


def wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(1200):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers on port {port} after two minutes:\n{log.read_text()}")


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def test_the_front_page_and_its_stylesheet_are_served(site: str) -> None:
    status, page = fetch(site)
    assert status == 200
    assert "Moothall" in page
    stylesheets = re.findall(r'<link[^>]+rel="stylesheet"[^>]*>', page)
    addresses = [address for tag in stylesheets for address in re.findall(r'href="([^"]+)"', tag)]
    assert addresses, "the front page names no stylesheet"
    for address in addresses:
        status, css = fetch(urljoin(site, address))
        assert status == 200
        assert "govuk" in css
