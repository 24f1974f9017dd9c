"""Files made in code for the readers of papers. Every sentence is invented."""

import io
import zipfile
from collections.abc import Mapping

import docx
from docx.document import Document as WordDocument

from moothall.kit.papers import Kind, Paper

CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
    "<office:automatic-styles>{styles}</office:automatic-styles>"
    "<office:body><office:text>{body}</office:text></office:body></office:document-content>"
)
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>A made plan</dc:title>'
    "<dc:language>en-GB</dc:language></office:meta></office:document-meta>"
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def odt(body: str, styles: str = "", **others: str) -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": CONTENT.format(styles=styles, body=body),
            "meta.xml": META,
            **others,
        }
    )


def saved(document: WordDocument) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def word() -> WordDocument:
    return docx.Document()


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """A zip with one part added or put in another's place."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {it: archive.read(it) for it in archive.namelist()}
    return zipped({**parts, name: part})


def pdf(pages: list[str], extra: str = "") -> bytes:
    """An untagged PDF in Helvetica; each page is its drawing operators."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = "<< /F1 3 0 R /F2 4 0 R >>"
    objects += [
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for drawn in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R"
            f" /Resources << /Font {fonts} {extra} >> >>"
        )
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    made = b"%PDF-1.7\n"
    places = []
    for number, said in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{said}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    )
    return made + trailer.encode()


def write(left: float, down: float, text: str, size: float = 11, bold: bool = False) -> str:
    """Operators that set `text` with its foot `down` points from the top of an A4 page."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F{2 if bold else 1} {size} Tf 1 0 0 1 {left} {842 - down} Tm ({escaped}) Tj ET\n"


def rule(left: float, down: float, right: float, lower: float) -> str:
    return f"0.5 w {left} {842 - down} m {right} {842 - lower} l S\n"


def outline(paper: Paper) -> list[tuple[str, str]]:
    """Each passage's kind and words."""
    return [(it.kind.value, it.text) for it in paper.passages]


def rows(paper: Paper) -> list[tuple[str, ...]]:
    return [it.cells for it in paper.passages if it.kind is Kind.ROW]
