"""What every test may lean on. Django's fixtures are beside the tests that need a database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI") == "true"

if not CI:  # where Hypothesis does so by itself
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


def find_data() -> Path:
    """Where the public data is: MOOTHALL_DATA, else ../shared/data beside the checkout."""
    return Path(os.environ.get("MOOTHALL_DATA") or ROOT.parent / "shared" / "data")


PAGES = ROOT / "tests" / "web"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses one of these uses a database: pytest-django makes a test database only where a mark asks.

    What pages say is asked on one database: tests/contracts opens every page on each.
    """
    for item in items:
        if PAGES in item.path.parents:
            item.add_marker(pytest.mark.once)
        if {"demonstration", "shared"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `data` says so where the public data is absent; in CI that is a failure."""
    if item.get_closest_marker("data") and not find_data().is_dir():
        reason = f"NOT RUN: no public data in {find_data()}; name its folder in MOOTHALL_DATA."
        if CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of public data; the test must be marked `data`."""
    return find_data()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium that runs, installed if need be; the test must be marked `browser`."""
    found = subprocess.run([sys.executable, ROOT / "tools" / "browser.py"], capture_output=True, text=True)
    if found.returncode:
        pytest.fail(f"BROWSER TESTS NOT RUN: {found.stderr.strip()}", pytrace=False)
    return Path(found.stdout.strip())
