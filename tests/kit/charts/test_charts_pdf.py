"""The same SVG in a PDF: typst must be able to read it, with its words as text."""

from pathlib import Path

import pypdf
import pytest
import typst
from tests.kit.charts.examples import PICTURES

from moothall.kit.charts import Chart, Picture


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_typst_draws_the_picture_and_keeps_its_words(picture: Picture, tmp_path: Path) -> None:
    chart = Chart("Recycling rate", "Oflog, 2024", picture)
    (tmp_path / "chart.svg").write_text(chart.svg, encoding="utf-8")
    (tmp_path / "page.typ").write_text('#image("chart.svg", width: 100%, alt: "A chart")', encoding="utf-8")
    typst.compile(str(tmp_path / "page.typ"), output=str(tmp_path / "page.pdf"))
    said = pypdf.PdfReader(tmp_path / "page.pdf").pages[0].extract_text()
    assert any(name in said for name in ("Bromsgrove", "Hybrid working", "Facility time")) == (
        "<text" in chart.svg
    )
