"""`moothall boundaries`: the published shape, what is skipped, and one sentence for a file that is none."""

import json
from pathlib import Path

import pytest
from tests.cli.test_commands import Run, valid
from tests.insight_hub.conftest import geojson

from moothall.core.models import AuditEntry
from moothall.insight.models import Boundary, BoundarySet

SAID = ("--source", "Made up", "--licence", "Free to use")


def test_boundaries_are_loaded_and_said(moothall: Run, tmp_path: Path) -> None:
    path = tmp_path / "councils.geojson"
    path.write_bytes(geojson("E07000234", "E07000125", "nowhere"))
    said = moothall("boundaries", path, *SAID, "--json", "-")
    found = valid("boundaries", said.out)
    assert said.status == 0 and (found["title"], found["areas"], found["skipped"]) == ("councils", 2, 1)
    assert Boundary.objects.count() == 2
    assert AuditEntry.objects.filter(action="boundaries.loaded").count() == 1
    again = moothall("boundaries", path, *SAID)
    assert again.status == 2 and "in use already" in again.err
    path.write_bytes(geojson("E07000234"))
    assert "councils: the boundaries of 1 areas" in moothall("boundaries", path, *SAID).out
    assert BoundarySet.objects.count() == 2, "an older set stays"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not json", "is not JSON"),
        ("[]", "not a GeoJSON FeatureCollection"),
        (json.dumps({"features": [{"properties": {"code": "E07000234"}}]}), "No feature has both"),
        (
            json.dumps(
                {
                    "features": [
                        {
                            "properties": {"LAD24CD": "E07000234"},
                            "geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]},
                        }
                    ]
                }
            ),
            "not made of pairs of numbers",
        ),
    ],
)
def test_a_bad_file_is_one_sentence(moothall: Run, tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(content)
    said = moothall("boundaries", path, *SAID)
    assert said.status == 2 and words in said.err
    assert said.err.count("\n") == 1 and "Traceback" not in said.err
    assert not BoundarySet.objects.exists()


def test_what_is_not_there_or_not_said(moothall: Run, tmp_path: Path) -> None:
    assert moothall("boundaries", tmp_path / "none.geojson", *SAID).status == 2
    path = tmp_path / "councils.geojson"
    path.write_bytes(geojson("E07000234"))
    said = moothall("boundaries", path, "--source", " ", "--licence", "x")
    assert said.status == 2 and "Give the source" in said.err
