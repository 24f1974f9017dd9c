"""Files that leave the site: their types and names, and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from moothall.kit.documents.model import Block, Cell, Column, Document, Paragraph, Table, Text
from moothall.web.sending import FORMATS, document_sent, file_sent, names, rows_sent, site

REQUEST = RequestFactory().get("/somewhere/")
TABLE = Table("Years", (Column("Year"),), ((Cell((Text("2025"),)),),))


def made(*blocks: Block) -> Document:
    return Document("Title", blocks, date(2026, 7, 1))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_the_table_is_sent_under_its_name(format: str) -> None:
    answer = document_sent(REQUEST, made(TABLE), format, "years")
    assert answer.status_code == 200 and answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="years.{format}"'


def test_a_format_there_is_not_and_tables_there_are_not_are_not_found() -> None:
    for format, document in (("exe", made(TABLE)), ("xlsx", made()), ("csv", made())):
        with pytest.raises(Http404):
            document_sent(REQUEST, document, format, "years")


@pytest.mark.django_db
def test_what_cannot_be_set_in_type_is_refused_in_words() -> None:
    answer = document_sent(REQUEST, made(Paragraph((Text("\U0001f600"),))), "pdf", "smile")
    assert answer.status_code == 422
    assert "This file cannot be made" in answer.content.decode()


def test_no_name_ends_its_header() -> None:
    answer = file_sent(b"x", "json", 'a"; b\r\nX-Other: 1', inline=True)
    assert "X-Other" not in answer and "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("inline; filename")


def test_rows_are_sent_a_line_at_a_time() -> None:
    answer = rows_sent(("a",), iter([("1",)]), "rows")
    assert answer.streaming and answer.getvalue() == b"a\r\n1\r\n"


def test_the_site_is_where_it_is_said_to_be(settings: Any) -> None:
    settings.SITE_ADDRESS = ""
    assert site(REQUEST) == "http://testserver"
    settings.SITE_ADDRESS = "https://moothall.example/"
    assert site(REQUEST) == "https://moothall.example"


def test_links_call_formats_by_their_names() -> None:
    assert names("pdf", "csv") == {"pdf": "PDF", "csv": "CSV, the tables"}
