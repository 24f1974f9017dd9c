"""Files made to harm: each gets one plain sentence within ten seconds and within bounded memory."""

import io
import re
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from tests.kit.papers.made import odt, pdf, saved, with_part, word, write, zipped

from moothall.kit.papers import Unreadable, read_bytes, read_paper

SECONDS = 10


def plain_word() -> bytes:
    document = word()
    document.add_paragraph("Words.")
    return saved(document)


def word_with(body: str, declared: str = "") -> bytes:
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{declared}<w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    )
    return with_part(plain_word(), "word/document.xml", xml)


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf([write(60, 100, "Words.")])))
    writer.encrypt("secret", algorithm="RC4-128")
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def locked_zip() -> bytes:
    content = bytearray(plain_word())
    for found in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[found.start() + 8] |= 1
    return bytes(content)


def swollen_pdf() -> bytes:
    """A page whose drawing unpacks to 600 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m 1 1 l S\n" * 70_000) for _ in range(600)) + packer.flush()
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    stream = b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    return head + page + stream + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


ENTITY = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAGRAPH = "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
DEEP = 50_000
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "macro": (lambda: with_part(plain_word(), "word/vbaProject.bin", b"x"), "a.docx", "holds a macro"),
    "odt macro": (
        lambda: odt("<text:p>a</text:p>", **{"Basic/Standard/M.xml": "<a/>"}),
        "a.odt",
        "holds a macro",
    ),
    "external entity": (lambda: word_with(PARAGRAPH, ENTITY), "a.docx", "a DTD or an entity"),
    "entity in odt": (
        lambda: zipped(
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"{ENTITY}<a>&x;</a>"}
        ),
        "a.odt",
        "a DTD or an entity",
    ),
    "utf-16 part": (
        lambda: with_part(
            plain_word(),
            "word/document.xml",
            f"<?xml version='1.0' encoding='utf-16'?>{ENTITY}<a/>".encode("utf-16"),
        ),
        "a.docx",
        "in an unusual way",
    ),
    "zip bomb": (
        lambda: with_part(plain_word(), "word/document.xml", b" " * (200 << 20)),
        "a.docx",
        "unpacks to far more",
    ),
    "many small bombs": (
        lambda: zipped(
            {
                "[Content_Types].xml": "",
                "word/a": "",
                **{f"word/{n}.xml": b"\0" * (7 << 20) for n in range(45)},
            }
        ),
        "a.docx",
        "too large once unpacked",
    ),
    "many members": (
        lambda: zipped({"[Content_Types].xml": "", **{f"word/{n}": "" for n in range(6000)}}),
        "a.docx",
        "too large once unpacked",
    ),
    "deep word": (lambda: word_with("<w:sdt>" * DEEP + "</w:sdt>" * DEEP), "a.docx", "nested too deeply"),
    "deep odt": (lambda: odt("<text:list>" * DEEP + "</text:list>" * DEEP), "a.odt", "nested too deeply"),
    "deep page": (lambda: b"<html><body>" + b"<div>" * DEEP + b"words", "a.html", "nested too deeply"),
    "deep lists": (lambda: b"<html><body>" + b"<ul><li>" * DEEP + b"words", "a.html", "nested too deeply"),
    "deep markdown": (lambda: b">" * DEEP + b" words", "a.md", "nested too deeply"),
    "costly markdown": (lambda: b"![[*_`" * DEEP, "a.md", "more marks of Markdown"),
    "2,000 pages": (lambda: pdf([write(60, 100, "Words.")] * 2000), "a.pdf", "2,000 pages and at most 500"),
    "swollen pdf": (swollen_pdf, "a.pdf", "too much time or memory|damaged|no words"),
    "deep pdf": (
        lambda: b"%PDF-1.7\n1 0 obj" + b"[" * 500_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "a.pdf",
        "damaged|too much",
    ),
    "pages that hold themselves": (
        lambda: (
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        ),
        "a.pdf",
        "damaged|no words",
    ),
    "locked pdf": (locked_pdf, "a.pdf", "protected by a password"),
    "locked word": (locked_zip, "a.docx", "protected by a password"),
    "encrypted office": (
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le")
            + bytes(600)
        ),
        "a.docx",
        "protected by a password",
    ),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "a.doc", "old Office format"),
    "rich text": (lambda: rb"{\rtf1\ansi words}", "a.rtf", "rich text"),
    "spreadsheet": (
        lambda: zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
        "a.docx",
        "a spreadsheet",
    ),
    "presentation": (
        lambda: zipped({"[Content_Types].xml": "", "ppt/a.xml": ""}),
        "a.docx",
        "a presentation",
    ),
    "other zip": (lambda: zipped({"a.txt": "words"}), "a.docx", "a zip file"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "a.docx", "a picture"),
    "program": (lambda: b"\x7fELF" + bytes(range(256)) * 20, "a.txt", "not a document"),
    "xml": (lambda: b"<?xml version='1.0'?><rss>words</rss>", "a.html", "is XML"),
    "empty": (lambda: b" \n ", "a.txt", "is empty"),
    "no words": (lambda: saved(word()), "a.docx", "no words in it"),
    "long text": (lambda: b"The council moved. " * 300_000, "a.txt", "more than 3,000,000 characters"),
    "long file": (lambda: b"a" * (51 << 20), "a.txt", "larger than 50 MB"),
    "many lines": (lambda: b"Short line\n" * 100_000, "a.txt", "more than 60,000 paragraphs"),
    "many columns": (lambda: b"|a" * 500 + b"|\n" + b"|-" * 500 + b"|\n", "a.txt", "more than 200 columns"),
    "many tables": (
        lambda: b"<html><body>" + b"<table><tr><td>a<td>b</table>" * 2100,
        "a.html",
        "more than 2,000 tables",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_one_plain_sentence_in_time(case: str) -> None:
    make, name, said = HOSTILE[case]
    content = make()
    start = time.process_time()
    with pytest.raises(Unreadable, match=said) as refused:
        read_bytes(content, name)
    assert time.process_time() - start < SECONDS
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 200


CHILD = """
import resource, sys
from pathlib import Path
from moothall.kit.papers import Unreadable, read_paper
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in sys.argv[1:]:
    try:
        read_paper(Path(name))
    except Unreadable:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_is_bounded(tmp_path: Path) -> None:
    cases = [
        "zip bomb",
        "many small bombs",
        "deep word",
        "deep page",
        "long text",
        "swollen pdf",
        "many lines",
    ]
    paths = []
    for number, case in enumerate(cases):
        make, name, _ = HOSTILE[case]
        paths.append(tmp_path / f"{number}{Path(name).suffix}")
        paths[-1].write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 400 << 20


def test_nothing_outside_the_file_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not to be read")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>Words &x;</p></body></html>'
    )
    assert "not to be read" not in " ".join(it.text for it in read_bytes(page.encode(), "a.html").passages)


@pytest.mark.parametrize("name", ["missing.docx", "", "a\0b"])
def test_a_path_that_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable):
        read_paper(tmp_path / name)


def test_a_file_is_called_what_the_person_calls_it(tmp_path: Path) -> None:
    path = tmp_path / "x1y2"
    path.write_bytes(rb"{\rtf1}")
    with pytest.raises(Unreadable, match=r"^Our plan\.rtf is rich text"):
        read_paper(path, "Our plan.rtf")


def test_the_bombs_here_are_bombs() -> None:
    with zipfile.ZipFile(io.BytesIO(HOSTILE["zip bomb"][0]())) as archive:
        assert archive.getinfo("word/document.xml").file_size == 200 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
