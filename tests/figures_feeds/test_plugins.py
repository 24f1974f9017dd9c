"""Each plug-in against a publisher that answers as its documentation says; then what it does when that misbehaves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.figures_feeds.stubs import Reply, Stub, publishers
from tests.figures_feeds.stubs.publishers import KEY, SECRET

from moothall.figures.feeds.actions import check, fetch
from moothall.figures.feeds.models import FeedRun, FeedSetup, RunState
from moothall.figures.feeds.plugins import plugins
from moothall.figures.feeds.plugins.dfe_statistics import period as dfe_period
from moothall.figures.feeds.plugins.lg_inform import period, sign
from moothall.figures.feeds.plugins.mhclg_revenue import read
from moothall.figures.models import Observation
from moothall.figures.sources import sources

pytestmark = pytest.mark.once
Run = Callable[..., FeedRun]
REPOSITORY = "ONSdigital/explore-local-statistics-data/main"


@pytest.fixture
def run(officer: Any, asking: Any, feed: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Sets a feed up, unless there is one, and fetches it from the stub."""
    monkeypatch.setenv("MOOTHALL_FEED_LG_INFORM_KEY", KEY)
    monkeypatch.setenv("MOOTHALL_FEED_LG_INFORM_SECRET", SECRET)

    def go(id: str, config: dict[str, Any] | None = None, **options: Any) -> FeedRun:
        setup = FeedSetup.objects.filter(feed=id).first() or feed(id, **(config or {}))
        return fetch(officer, setup=setup, asking=asking(id, **options))

    return go


def stored() -> list[tuple[str, str, str, str]]:
    """What the store holds of what feeds brought: measure, area, period and value, or why there is none."""
    found = Observation.objects.filter(load__file_name__contains="for us").select_related("series")
    return sorted(
        (
            it.series.measure,
            it.series.area_id,
            it.period.iso,
            f"{it.value:f}" if it.value is not None else it.reason,
        )
        for it in found
    )


def test_every_plugin_says_what_it_is() -> None:
    assert sorted(plugins()) == [
        "bank-holidays", "dfe-statistics", "lg-inform", "mhclg-revenue", "nomis",
        "ons-api", "ons-indicators", "open-data", "postcodes-io",
    ]  # fmt: skip
    for it in plugins().values():
        feed = it.feed
        assert feed.url.startswith("https://") and feed.docs.startswith("https://")
        assert feed.licence and feed.attribution and feed.publisher
        assert not feed.source or feed.source in sources()
        assert bool(feed.source) == (feed.reads == "figures")


def test_nomis(stub: Stub, run: Run) -> None:
    publishers.nomis(stub)
    it = run("nomis")
    assert (it.state, it.rows, it.kept, it.rejected, it.message) == (RunState.DONE, 4, 4, 0, "")
    assert stored() == [
        ("claimant-count", "E07000125", "2026-08", "2.0"),
        ("claimant-count", "E07000125", "2026-09", "not available"),
        ("claimant-count", "E07000234", "2026-08", "2.0"),
        ("claimant-count", "E07000234", "2026-09", "2.1"),
    ]
    asked = stub.asked[1].parameters
    assert (asked["geography"], asked["time"], asked["measures"]) == (
        "E07000234,E07000125", "latestMINUS1-latest", "20100",
    )  # fmt: skip
    assert run("nomis").state == RunState.UNCHANGED
    assert len(stub.asked) == 3, "only the newest period was asked for"


def test_nomis_comes_in_pages_of_the_guests_limit(
    stub: Stub, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moothall.figures.feeds.plugins.nomis.GUEST_ROWS", 10)
    publishers.nomis(stub, publishers.nomis_rows(months=12), limit=10)
    it = run("nomis")
    assert (it.state, it.rows, it.pages, it.total, it.kept) == (RunState.DONE, 24, 3, 24, 24)
    assert [asked.parameters["recordoffset"] for asked in stub.asked[1:]] == ["0", "10", "20"]


def test_nomis_with_a_key_of_ones_own(stub: Stub, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOOTHALL_FEED_NOMIS_KEY", "0xsecret")
    publishers.nomis(stub)
    it = run("nomis")
    assert stub.asked[1].parameters["uid"] == "0xsecret"
    assert "0xsecret" not in str(FeedRun.objects.filter(pk=it.pk).values())


@pytest.mark.parametrize("shape", ["flat", "table"])
def test_lg_inform(stub: Stub, run: Run, shape: str) -> None:
    publishers.lg_inform(stub, shape)
    it = run("lg-inform", {"metrics": "46 = recycling-rate\n25733"})
    assert (it.state, it.kept, it.rejected) == (RunState.DONE, 4, 0)
    assert stored() == [
        ("recycling-rate", "E07000125", "2023-04-01/P1Y", "31.2"),
        ("recycling-rate", "E07000125", "2024-04-01/P1Y", "not available"),
        ("recycling-rate", "E07000234", "2023-04-01/P1Y", "41.25"),
        ("recycling-rate", "E07000234", "2024-04-01/P1Y", "42.0"),
    ]
    assert [(each["id"], each["title"]) for each in it.unmapped] == [
        ("25733", "Fly-tip actions per incident")
    ]
    assert not any(word in str(FeedRun.objects.values()) for word in (KEY, SECRET, "Signature"))


def test_lg_inform_refuses_a_wrong_signature(stub: Stub, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    publishers.lg_inform(stub)
    monkeypatch.setenv("MOOTHALL_FEED_LG_INFORM_SECRET", "another")
    it = run("lg-inform", key_setting="MOOTHALL_FEED_LG_INFORM_KEY")
    assert (it.state, it.rows) == (RunState.FAILED, 0)
    assert it.message == "127.0.0.1 refused us (401): check the key in MOOTHALL_FEED_LG_INFORM_KEY."
    monkeypatch.delenv("MOOTHALL_FEED_LG_INFORM_SECRET")
    it = run("lg-inform")
    assert it.message == "LG Inform Plus needs a key: set MOOTHALL_FEED_LG_INFORM_SECRET where Moothall runs."


def test_a_signature_worked_out_by_hand() -> None:
    # printf '…' | openssl dgst -sha1 -hmac secret -binary | base64
    signed = sign("https://webservices.esd.org.uk/data?metricType=46", "key", "secret")
    assert signed == (
        "https://webservices.esd.org.uk/data?metricType=46&ApplicationKey=key&Signature=4rZe%2BXDUaWLI0tMtUyEMFSrxMBc%3D"
    )


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("fi_2023", "2023/24"), ("fi_1999", "1999/00"), ("cal_2013", "2013"), ("acad_2022", "2022-09-01/P1Y"),
        ("fi_2023_q1", "Q1 2023/24"), ("cal_2023_q4", "2023 Q4"), ("cal_2023_05", "2023-05-01/P1M"), ("x_1", "x_1"),
    ],
)  # fmt: skip
def test_periods_of_lg_inform(theirs: str, ours: str) -> None:
    assert period(theirs) == ours


def test_ons_api(stub: Stub, run: Run) -> None:
    publishers.ons_api(stub)
    it = run("ons-api")
    assert (it.state, it.kept, it.pages, it.rejected) == (RunState.DONE, 4, 2, 0)
    assert stored()[0] == ("claimant-count", "E07000125", "2026-08", "2.4")
    assert stored()[1][-1] == "not available"
    assert run("ons-api").state == RunState.UNCHANGED
    publishers.ons_api(stub, version="7")
    assert run("ons-api").state == RunState.DONE


def test_ons_indicators(stub: Stub, run: Run) -> None:
    publishers.ons_indicators(stub)
    it = run("ons-indicators")
    assert (it.state, it.kept, it.rejected) == (RunState.DONE, 3, 0)
    assert stored()[0] == ("claimant-count", "E07000125", "2025", "not available")
    assert it.unmapped == [
        {"id": "bus-stops", "title": "Bus stops", "unit": "per mile", "frequency": "annual"}
    ]
    assert run("ons-indicators").state == RunState.UNCHANGED
    publishers.ons_indicators(stub, etag='"two"')
    again = run("ons-indicators")
    assert (again.state, again.load.unchanged) == (RunState.DONE, 3)
    assert again.unmapped == [], "the file of bus stops is as it was"


def test_dfe(stub: Stub, run: Run) -> None:
    publishers.dfe(stub)
    it = run("dfe-statistics")
    assert (it.state, it.kept, it.rejected) == (RunState.DONE, 3, 0)
    assert stored() == [
        ("claimant-count", "E10000034", "2021-09-01/P1Y", "suppressed as confidential"),
        ("claimant-count", "E10000034", "2022-09-01/P1Y", "7.25"),
        ("claimant-count", "E92000001", "2022-09-01/P1Y", "7.1"),
    ]
    assert run("dfe-statistics").state == RunState.UNCHANGED


@pytest.mark.parametrize(
    ("text", "kind", "ours"),
    [
        ("202223", "Academic year", "2022-09-01/P1Y"), ("202223", "Financial year", "2022/23"),
        ("202223", "Financial year Q3", "Q3 2022/23"), ("2022", "Calendar year", "2022"),
        ("202223", "Week 1", "Week 1 202223"),
    ],
)  # fmt: skip
def test_periods_of_dfe(text: str, kind: str, ours: str) -> None:
    assert dfe_period(text, kind) == ours


def test_revenue_workbook(stub: Stub, run: Run) -> None:
    stub.file("/media/RS_2017-18.xlsx", publishers.revenue_workbook(), '"w"')
    it = run("mhclg-revenue")
    assert (it.state, it.rows, it.kept, it.rejected, it.message) == (RunState.DONE, 6, 4, 2, "")
    assert stored() == [
        ("spend-cultural-services", "E07000125", "2017-04-01/P1Y", "-12500.0"),
        ("spend-cultural-services", "E07000234", "2017-04-01/P1Y", "1542250.00"),
        ("spend-housing-services", "E07000125", "2017-04-01/P1Y", "not available"),
        ("spend-housing-services", "E07000234", "2017-04-01/P1Y", "300000"),
    ]
    assert "E6803" in it.load.rejects.first().reason


@pytest.mark.parametrize(
    ("config", "units", "said"),
    [
        ({}, "Net current expenditure", "do not say in what amounts"),
        ({"year": "2018-19"}, "Net (£ thousand)", "The sheet is of 2017-18 and the feed says 2018-19"),
        ({"lines": {"999": "recycling-rate"}}, "Net (£ thousand)", "No sheet has every line"),
        (
            {"sheet": "Elsewhere"},
            "Net (£ thousand)",
            "no sheet ‘Elsewhere’: it has Front Page, RS LA Data 2017-18",
        ),
    ],
)
def test_a_revenue_workbook_that_cannot_be_read_says_why(
    tmp_path: Path, config: dict[str, Any], units: str, said: str
) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(publishers.revenue_workbook(units))
    from moothall.figures.feeds.faults import Refused

    with pytest.raises(Refused, match=said):
        list(read(path, {"lines": {"509": "spend-cultural-services"}} | config))


def test_a_revenue_workbook_without_new_codes_is_read_by_names(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(publishers.revenue_workbook(codes=False))
    rows = list(read(path, {"lines": {"509": "spend-cultural-services"}}))
    assert [(it["area"], it["value"]) for it in rows] == [
        ("Bromsgrove", "1542250.00"), ("Rossendale", "-12500.0"), ("A Park Authority", "0"),
    ]  # fmt: skip


@pytest.mark.data
def test_the_real_revenue_summary_of_2017_18(data_folder: Path) -> None:
    """Every authority's line, and their sum is the total that stands under them."""
    from decimal import Decimal

    path = data_folder / "finance" / "bbc_RS_2017-18_data_by_LA.xlsx"
    rows = list(
        read(path, {"lines": {"509": "spend-cultural-services", "Planning and development services": "x"}})
    )
    cultural = [it for it in rows if it["measure"] == "spend-cultural-services"]
    assert len(rows) == 2 * len(cultural) == 890
    assert {it["period"] for it in rows} == {"2017-18"}
    absent = [it["area_name"] for it in cultural if it["value"] == "…"]
    assert absent == ["Copeland"], "it made no return; the total of England has an estimate for it"
    total = sum(Decimal(it["value"]) for it in cultural if it["value"] != "…")
    assert total == Decimal("2221731689.8977330769")
    assert 0 < Decimal("2222886392.2") - total < total / 1000


def test_open_data(stub: Stub, run: Run) -> None:
    rows = ("E07000234,Bromsgrove,2024-25,43.1", "E07000125,Rossendale,2024-25,..", ",Notes: …,,")
    text = "\n".join(("Live table 1", "", "LA code,Name,Year,Rate", *rows))
    stub.file("/media/table.csv", text, '"t"')
    it = run("open-data")
    assert (it.state, it.kept, it.rejected) == (RunState.DONE, 2, 0)
    assert stored()[1] == ("recycling-rate", "E07000234", "2024-04-01/P1Y", "43.1")
    assert run("open-data").state == RunState.UNCHANGED


def test_bank_holidays(stub: Stub, run: Run) -> None:
    from moothall.figures.feeds.queries import holidays

    assert holidays() is None
    publishers.bank_holidays(stub)
    it = run("bank-holidays")
    assert (it.state, it.load, it.found["differences"]) == (RunState.DONE, None, [])
    assert holidays()["northern-ireland"] == {"2026-03-17": "A holiday"}
    assert run("bank-holidays").state == RunState.UNCHANGED
    publishers.bank_holidays(stub, more=("2026-06-15",), fewer=("2026-08-31",), etag='"new"')
    assert run("bank-holidays").found["differences"] == [
        "2026-06-15 (A holiday) is on GOV.UK’s list and not among the days reckoned.",
        "2026-08-31 is reckoned a bank holiday and is not on GOV.UK’s list.",
    ]


def test_postcodes(stub: Stub, run: Run, asking: Any, world: Any) -> None:
    from datetime import timedelta

    from moothall.core import clock
    from moothall.figures.feeds.models import Postcode
    from moothall.figures.feeds.postcodes import lookup

    publishers.postcodes(stub)
    client = asking("postcodes-io")
    found = lookup(["B61 8DA", "b618da", "AB1 0AA", "ZZ1 1ZZ"], client)
    assert found["B61 8DA"] == found["b618da"]
    assert found["B61 8DA"]["council_code"] == "E07000234"
    assert (found["AB1 0AA"]["ended"], found["AB1 0AA"]["council_code"]) == ("1996-06", "")
    assert found["ZZ1 1ZZ"] is None
    asked = len(stub.asked)
    assert lookup(["B61 8DA", "ZZ1 1ZZ"], client) != {}
    assert len(stub.asked) == asked, "what is remembered is not asked again"
    many = lookup([f"B{n} 1AA" for n in range(250)], client)
    assert (len(many), len(stub.asked) - asked) == (250, 3)
    assert run("postcodes-io").state == RunState.UNCHANGED
    Postcode.objects.update(looked_up_at=clock.now() - timedelta(days=400))
    it = run("postcodes-io")
    assert (it.state, it.pages) == (RunState.DONE, 3)
    assert Postcode.objects.filter(looked_up_at__gt=clock.now() - timedelta(days=1)).count() == 253


@pytest.mark.data
def test_the_real_files_of_ons(data_folder: Path, stub: Stub, run: Run) -> None:
    """Fetched as they are in ONS's repository: every row that has a measure is kept, or rejected with a reason."""
    names = ["library-walk", "gigabit-capable-broadband"]
    for name in names:
        for ending in ("csv", "meta.json"):
            body = (data_folder / "ons" / f"{name}.{ending}").read_bytes()
            stub.file(f"/{REPOSITORY}/{name}/{name}.{ending}", body, f'"{name}"')
    it = run("ons-indicators", {"indicators": "\n".join(names)})
    lines = sum(
        len((data_folder / "ons" / f"{name}.csv").read_text("utf-8-sig").splitlines()) - 1 for name in names
    )
    assert (it.state, it.rows, it.kept + it.rejected, it.unmapped) == (RunState.DONE, lines, lines, [])
    assert it.rejected < lines / 100


CONNECTIONS = {
    "nomis": (publishers.nomis, "Nomis answers: 4 rows, the first for August 2026."),
    "lg-inform": (publishers.lg_inform, "LG Inform Plus answers: metric 46 is ‘Household waste recycled’."),
    "ons-api": (publishers.ons_api, "ONS answers: version 6 of claimants is the one to read."),
    "ons-indicators": (publishers.ons_indicators, "ONS answers: claimant-count is ‘Claimant Count’."),
    "dfe-statistics": (publishers.dfe, "DfE answers: ‘Made-up absence’, version 1.2."),
    "bank-holidays": (
        publishers.bank_holidays, "GOV.UK answers: 8 bank holidays of England and Wales, up to 2026-12-28.",
    ),
    "postcodes-io": (publishers.postcodes, "postcodes.io answers: SW1A 1AA is in Bromsgrove."),
}  # fmt: skip


@pytest.mark.parametrize("id", sorted(CONNECTIONS))
def test_a_connection_is_checked_with_little(
    id: str, stub: Stub, asking: Any, feed: Any, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOOTHALL_FEED_LG_INFORM_KEY", KEY)
    monkeypatch.setenv("MOOTHALL_FEED_LG_INFORM_SECRET", SECRET)
    begin, said = CONNECTIONS[id]
    begin(stub)
    assert check(officer, setup=feed(id), asking=asking(id)) == said
    assert len(stub.asked) == 1
    assert FeedRun.objects.count() == 0


MISBEHAVING = {
    "nomis": (publishers.nomis, "/api/v01/dataset/NM_162_1.data.csv"),
    "lg-inform": (publishers.lg_inform, "/data.table"),
    "ons-api": (publishers.ons_api, "/v1/datasets/claimants/editions/time-series/versions/6/observations"),
    "ons-indicators": (publishers.ons_indicators, f"/{REPOSITORY}/claimant-count/claimant-count.csv"),
    "dfe-statistics": (publishers.dfe, "/statistics/v1/data-sets/abc/csv"),
    "bank-holidays": (publishers.bank_holidays, "/bank-holidays.json"),
}  # fmt: skip
BROKEN = {
    "malformed": (Reply('{"rows": [{"area"'), (RunState.FAILED,)),
    "a page": (Reply("<html><p>We are mending things</p></html>"), (RunState.FAILED,)),
    "another shape": (Reply([1, 2, 3]), (RunState.FAILED,)),
    "empty": (Reply(b""), (RunState.FAILED, RunState.DONE)),
    "an error": (Reply({"error": "no"}, 400), (RunState.FAILED,)),
    "down": (Reply("no", 503), (RunState.BROKEN_OFF,)),
    "cut short": (Reply("x" * 100, cut=50), (RunState.BROKEN_OFF,)),
}


@pytest.mark.parametrize("id", sorted(MISBEHAVING))
def test_a_publisher_that_misbehaves_brings_nothing_and_is_told_of_in_a_sentence(
    id: str, stub: Stub, run: Run
) -> None:
    begin, path = MISBEHAVING[id]
    begin(stub)
    well = {key: it for key, it in stub.answers.items() if key != path}
    for how, (reply, states) in BROKEN.items():
        stub.answers = {path: lambda _, reply=reply: reply} | well
        it = run(id)
        assert it.state in states, how
        assert it.message.endswith(".") and len(it.message) < 400, how
        assert (it.kept, it.load, stored()) == (0, None, []), how
        if (
            it.state == RunState.DONE
        ):  # an empty file: what it remembered is not to make the next one 'unchanged'
            FeedSetup.objects.update(marks={})
    assert FeedRun.objects.count() == len(BROKEN)
