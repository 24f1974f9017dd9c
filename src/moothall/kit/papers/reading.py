"""Which reader a file is for, judged by its content; and the promise that only Unreadable is raised."""

import re
from pathlib import Path

from moothall.kit.papers import docx, html, limits, markdown, odt, pdf, plain
from moothall.kit.papers.decoding import decoded
from moothall.kit.papers.package import Package
from moothall.kit.papers.paper import Paper, Unreadable


def read_paper(path: Path, name: str | None = None) -> Paper:
    """Read a document. `name` is what the person calls it, where that is not the file's own name.

    Raises Unreadable, whose message is one sentence that says what to do; see `read_bytes`.
    """
    called = name or path.name
    try:
        if not path.is_file():
            what = "a folder or a device, not a file" if path.exists() else "not there"
            raise Unreadable(f"{called} is {what}: check its name and folder and choose one file.")
        size = path.stat().st_size
        _refuse_large(size, called)
        content = path.read_bytes()
    except (OSError, ValueError):
        raise Unreadable(f"{called} cannot be opened: check that you may read it and try again.") from None
    return read_bytes(content, called)


def read_bytes(content: bytes, name: str) -> Paper:
    """Read a document from memory.

    What the file is is judged by its content: a PDF called .docx is read as the PDF it is. The name decides
    only between Markdown (.md, .markdown) and plain text, which no content can tell apart. Whatever cannot be
    read, or would take too much time or memory, raises Unreadable; nothing else is ever raised.
    """
    called = name or "The file"
    _refuse_large(len(content), called)
    if not content.strip(b"\0 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(f"{called} is empty: check that it was saved with its text and load it again.")
    try:
        paper = _read(content, name, called)
    except Unreadable:
        raise
    except (RecursionError, MemoryError):
        raise Unreadable(
            f"{called} is nested too deeply to read: copy its text into a new document and load that."
        ) from None
    except Exception:  # of a library, over a file made to surprise it
        raise Unreadable(
            f"{called} is made in a way that cannot be read: copy its text into a new document and load that."
        ) from None
    if not paper.passages:
        raise Unreadable(
            f"{called} has no words in it: check that it holds the plan's text and not only pictures."
        )
    return paper


def _refuse_large(size: int, called: str) -> None:
    if size > limits.MAX_FILE:
        raise Unreadable(
            f"{called} is larger than {limits.MAX_FILE >> 20} MB: take its pictures out, or load only the plan's pages."
        )


_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown|mdown|mkd)$", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_HTML = re.compile(  # the declaration or the first tag, after comments
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^<>]{0,2000}-->\s*){0,20}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE,
)
_ENCRYPTED = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e".encode("ascii")


def _read(content: bytes, name: str, called: str) -> Paper:
    if content.startswith(b"PK"):
        return _zipped(content, name, called)
    if b"%PDF-" in content[:1024]:
        return pdf.read(content, name, called)
    if content.startswith(_OLE):
        if _ENCRYPTED in content[: 8 << 20]:
            raise Unreadable(f"{called} is protected by a password: save a copy without one and load that.")
        raise Unreadable(f"{called} is in an old Office format: open it, save it as .docx and load that.")
    if content.lstrip()[:5] == b"{\\rtf":
        raise Unreadable(f"{called} is rich text (.rtf): open it in Word, save it as .docx and load that.")
    if content.startswith(_IMAGES):
        raise Unreadable(
            f"{called} is a picture: ask for the document it shows, or type its text, and load that."
        )
    text = decoded(content, called)
    if _HTML.match(text):
        return html.read(text, name, called)
    if text.lstrip().startswith("<?xml"):
        raise Unreadable(
            f"{called} is XML, not a document: open it where it was made, save it as .docx and load that."
        )
    if _MARKDOWN_NAME.search(name):
        return markdown.read(text, name, called)
    return plain.read(text, name, called)


def _zipped(content: bytes, name: str, called: str) -> Paper:
    package = Package(content, called)
    names = package.names
    mimetype = package.read("mimetype", 1000).decode("ascii", "replace").strip()
    if "[Content_Types].xml" in names and any(it.startswith("word/") for it in names):
        return docx.read(package, name, called)
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        return odt.read(package, name, called)
    for what, remedy in (
        ("spreadsheet", "load the document that goes with it, or load its figures as a table"),
        ("presentation", "save its text as .docx and load that"),
    ):
        folder = {"spreadsheet": "xl/", "presentation": "ppt/"}[what]
        if any(it.startswith(folder) for it in names) or f"opendocument.{what}" in mimetype:
            raise Unreadable(f"{called} is a {what}, not a document: {remedy}.")
    raise Unreadable(f"{called} is a zip file, not a document: unzip it and load the document inside.")
