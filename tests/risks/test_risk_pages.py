"""The pages and files of risks: the same number of queries however many, and tables behind the pictures."""

import io
from collections.abc import Mapping

import openpyxl
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import World
from tests.risks.conftest import Adding

FULL = {"inherent": (4, 4), "current": (3, 4), "target": (2, 3)}


def test_the_register_takes_the_same_queries_for_one_risk_and_for_many(
    world: World, people: Mapping[str, Client], adding: Adding
) -> None:
    auditor, counts = people["auditor"], []
    for more in (1, 12):
        for number in range(more):
            adding(f"Risk of {more}, {number}", given=FULL)
        auditor.get("/risks/")
        for path in ("/risks/", "/risks/heat-map/"):
            with CaptureQueriesContext(connection) as asked:
                assert auditor.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_the_heat_map_has_a_table_of_every_cell(people: Mapping[str, Client], adding: Adding) -> None:
    adding(given=FULL)
    page = people["auditor"].get("/risks/heat-map/").content.decode()
    assert "1 (score 12, High, from 10)" in page and "None (score 25, Severe, from 15)" in page


def test_the_report_is_in_every_format_and_filtered_as_the_page(
    people: Mapping[str, Client], adding: Adding
) -> None:
    adding(given=FULL)
    adding("Roofs leak", by="director", service="homes")
    councillor = people["councillor"]
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype html>")):
        answer = councillor.get(f"/risks/report.{kind}")
        assert answer.status_code == 200 and answer.content.lstrip().startswith(begins), kind
    book = openpyxl.load_workbook(io.BytesIO(councillor.get("/risks/report.xlsx?service=homes").content))
    cells = [
        str(it.value) for sheet in book for line in sheet.iter_rows() for it in line if it.value is not None
    ]
    assert "Roofs leak" in cells and "The depot floods" not in cells and "Not scored" in cells
    csv = b"".join(councillor.get("/risks/register.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "The depot floods" in csv and "Roofs leak" in csv


def test_scores_that_cannot_be_are_told_on_the_form(people: Mapping[str, Client], adding: Adding) -> None:
    risk = adding(given=FULL)
    sent = {
        "current_likelihood": "5",
        "current_impact": "5",
        "words": "x",
        "on_day": "1",
        "on_month": "2",
        "on_year": "2026",
    }
    answer = people["service-manager"].post(f"/risks/{risk.pk}/score/", sent)
    assert answer.status_code == 422 and "would be under the current one (25)" in answer.content.decode()
    assert people["councillor"].post(f"/risks/{risk.pk}/score/", sent).status_code == 403
    homes = adding("Roofs leak", by="director", service="homes")
    assert people["service-manager"].get(f"/risks/{homes.pk}/score/").status_code == 403
