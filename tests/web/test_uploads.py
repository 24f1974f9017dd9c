"""Files that people send: put aside under names of ours, and taken away again."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from moothall.web.uploads import put_aside


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MOOTHALL_HOME = tmp_path
    return tmp_path / "uploads"


def sent(name: str = "a.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"what was sent")


def test_files_are_there_for_the_block_and_no_longer(folder: Path) -> None:
    with put_aside([sent(), sent("../../b.csv")]) as aside:
        assert [name for name, _path in aside] == ["a.csv", "b.csv"]
        for name, path in aside:
            assert path.read_bytes() == b"what was sent" and name not in path.name
    assert not list(folder.iterdir())


def test_a_file_for_a_job_outlives_the_request_unless_it_failed(folder: Path) -> None:
    with put_aside([sent()], keep=True) as [(_name, path)]:
        pass
    assert path.read_bytes() == b"what was sent"
    with pytest.raises(ValueError, match="refused"), put_aside([sent()], keep=True):
        raise ValueError("refused")
    assert list(folder.iterdir()) == [path]


def test_a_file_that_breaks_off_leaves_nothing(folder: Path) -> None:
    class Broken(SimpleUploadedFile):
        def chunks(self, chunk_size: int | None = None) -> Any:
            yield b"half"
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"), put_aside([sent(), Broken("b.csv", b"x")]):
        raise AssertionError("never reached")
    assert not list(folder.iterdir())
