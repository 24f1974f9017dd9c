"""Good files with bytes lost or changed are read, or refused in a sentence; nothing else comes of them."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kit.papers.test_round_trip import WRITERS

from moothall.kit.papers import Paper, Unreadable, read_bytes, reading

NAMES = sorted(WRITERS)


@cache
def good(name: str) -> bytes:
    return WRITERS[name]()


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(NAMES))
    content = bytearray(good(name))
    for _ in range(draw(st.integers(0, 8))):
        place = draw(st.integers(0, len(content) - 1))
        content[place] = draw(st.integers(0, 255))
    return name, bytes(content[: draw(st.integers(1, len(content)))] if draw(st.booleans()) else content)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_damage_is_read_or_explained(file: tuple[str, bytes]) -> None:
    name, content = file
    try:
        paper = reading._read(content, name, name)  # beneath the net that turns any fault into a sentence
    except Unreadable as refused:
        assert str(refused).startswith(name)
        assert str(refused).endswith(".")
    else:
        assert isinstance(paper, Paper)


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_text_is_read_or_explained(text: str, name: str) -> None:
    start = "<html><body>" if name == "a.html" else ""
    try:
        paper = reading._read((start + text).encode("utf-8", "surrogatepass"), name, name)
    except Unreadable:
        return
    assert all(it.text for it in paper.passages)
    assert [it.number for it in paper.passages] == list(range(len(paper.passages)))


def test_what_a_library_did_not_expect_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Paper:
        raise KeyError("surprise")

    monkeypatch.setattr(reading, "_read", fails)
    with pytest.raises(Unreadable, match=r"^a\.txt is made in a way that cannot be read"):
        read_bytes(b"words", "a.txt")
