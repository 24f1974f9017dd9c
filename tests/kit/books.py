"""Files made by hand for the tests of reading: an ODS from its rows, and any zip from its parts."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "style", "table", "text")
)


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def ods(path: Path, tables: str, styles: str = "", before: str = "", **parts: str | bytes) -> Path:
    """An ODS file whose spreadsheet element contains `tables`, with a hidden table style 'hidden'."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_NAMESPACES}>'
        '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
        f'<style:table-properties table:display="false"/></style:style>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    named = {"manifest": "META-INF/manifest.xml"}
    others = {named.get(name, name): text for name, text in parts.items()}
    return zipped(path, {"mimetype": ODS_TYPE, "content.xml": content, **others})


def table(name: str, *rows: str, style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def said(text: str = "", times: int = 1) -> str:
    repeated = f' table:number-columns-repeated="{times}"'
    if not text:
        return f"<table:table-cell{repeated}/>"
    return (
        f'<table:table-cell office:value-type="string"{repeated}><text:p>{text}</text:p></table:table-cell>'
    )


def valued(kind: str, value: str, attribute: str = "value") -> str:
    what = f'office:value-type="{kind}" office:{attribute}="{value}"'
    return f"<table:table-cell {what}><text:p>as displayed</text:p></table:table-cell>"
