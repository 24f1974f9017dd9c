"""Registers and notices: read from files and publishers, everything accounted for, matched by a person."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.figures_feeds.stubs import Reply, Request, Stub, serve
from tests.people import World
from tests.spend.conftest import TODAY, Adding

from moothall.core.errors import NotPossible
from moothall.core.models import Service
from moothall.figures.feeds.http import Client, Patience
from moothall.kit.unreadable import Unreadable
from moothall.spend import actions, queries
from moothall.spend.fetching import fetch_notices
from moothall.spend.models import Contract, Intake, ProcurementNotice, Supplier
from moothall.spend.reading.contracts_finder import read_rows
from moothall.spend.reading.ocds import next_cursor, read_package
from moothall.spend.reading.register import places_of, read_register

REGISTER = """Contract register,,,,,,,,
Contract Ref,Contract Title,Contractor,Directorate,Contract Manager,Start Date,Expiry Date,Annual Value (£),Lot
C-1,Litter bins,THE BIN COMPANY LIMITED,Waste and recycling,Service Manager,01/04/2024,31/03/2027,,1
N-1,Skips,Beck Skips,waste,nobody@nowhere,1 April 2026,March 2027,"£12,000",1
N-2,Sweeping,Beck Skips Ltd,Homes,,2026-04-01,rolling,9000.50,1
N-2,Sweeping again,Beck Skips,Homes,,2026-04-01,,,2
N-3,Lamps,Lamp Co,Parks,,2026-04-01,,,3
N-4,,Lamp Co,Homes,,2026-04-01,,,3
N-5,Signs,Lamp Co,Homes,,tomorrow,,,3
N-6,Signs,Lamp Co,Homes,,1/4/2026,1/4/2025,,3
N-7,Signs,Lamp Co,Homes,,1/4/2026,,about 500,3
"""


def release(number: int, **more: Any) -> dict[str, Any]:
    """An award notice of a made-up procurement."""
    made: dict[str, Any] = {
        "ocid": f"ocds-h6vhtk-0000{number:02}",
        "id": f"{number:06}-2026",
        "date": "2026-11-02T10:00:00+00:00",
        "tag": ["award"],
        "buyer": {"id": "GB-1", "name": "Testham Council"},
        "parties": [
            {"id": "GB-1", "name": "Testham Council", "roles": ["buyer"]},
            {
                "id": "S-1",
                "name": "The Bin Company Ltd",
                "roles": ["supplier"],
                "identifier": {"scheme": "GB-COH", "id": "99000001"},
                "address": {"postalCode": "WR10 1PT"},
                "details": {"scale": "sme", "vcse": False},
            },
        ],
        "tender": {
            "title": "Litter bins &amp; their emptying",
            "value": {"amount": 80000, "currency": "GBP"},
            "tenderPeriod": {"endDate": "2026-09-30T12:00:00Z"},
            "classification": {"scheme": "CPV", "id": "34928480", "description": "Waste bins"},
            "documents": [
                {"documentType": "tenderNotice", "noticeType": "UK4", "datePublished": "2026-08-01"},
            ],
        },
        "awards": [
            {
                "date": "2026-10-20",
                "suppliers": [{"id": "S-1", "name": "The Bin Company Ltd"}],
                "value": {"amount": 75000.5, "currency": "GBP"},
                "contractPeriod": {"startDate": "2027-04-01", "endDate": "2030-03-31"},
                "documents": [
                    {
                        "documentType": "awardNotice",
                        "noticeType": "UK6",
                        "datePublished": "2026-11-02",
                        "url": "https://notices.example/6",
                    }
                ],
            }
        ],
    }
    return made | more


def write(folder: Path, content: object, name: str = "file") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_release_says_who_what_when_and_how_much() -> None:
    found = read_package(json.dumps({"releases": [release(1)]}).encode())
    (it,) = found.parsed
    assert (found.read, found.rejects) == (1, [])
    assert (it.source, it.ocid, it.code, it.stage) == ("find-a-tender", "ocds-h6vhtk-000001", "UK6", "award")
    assert it.title == "Litter bins & their emptying" and it.url == "https://notices.example/6"
    assert (it.value_pence, it.value_words) == (75_000_50, "award, without VAT")
    assert (it.starts, it.ends) == (date(2027, 4, 1), date(2030, 3, 31))
    assert (it.published_on, it.deadline_on) == (date(2026, 11, 2), date(2026, 9, 30))
    assert it.awarded_on == date(2026, 10, 20) and it.cpv == "34928480"
    assert it.suppliers == (
        {
            "name": "The Bin Company Ltd",
            "company_number": "99000001",
            "postcode": "WR10 1PT",
            "sme": True,
            "vcse": False,
        },
    )
    assert len(it.raw_sha256) == 64


@pytest.mark.parametrize(
    ("content", "read", "rejected"),
    [
        ([release(1), release(2) | {"ocid": ""}, "text", {"ocid": "x", "id": "y"}], 4, 3),
        ({"records": [{"releases": [release(1)]}, {}]}, 1, 0),
        (
            release(
                1, tender=None, awards="no", parties=5, buyer=[], planning={"project": {"title": "Bins"}}
            ),
            1,
            0,
        ),
        (release(1, tender={"title": "x", "value": {"amount": "lots", "currency": "GBP"}}, awards=[]), 1, 0),
        (
            release(
                1, tender={"title": "x", "value": {"amount": 5, "currency": "EUR"}}, awards=None, tag="tender"
            ),
            1,
            0,
        ),
    ],
)
def test_whatever_stands_in_a_package_is_kept_or_rejected(content: object, read: int, rejected: int) -> None:
    found = read_package(json.dumps(content).encode())
    assert found.read == read == len(found.parsed) + len(found.rejects) and len(found.rejects) == rejected
    assert all(it.value_pence is None or it.awarded_on for it in found.parsed)


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"a": 1}', b"5", b"\xff\xfe"])
def test_what_is_no_package_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"[a-z].*\.$"):
        read_package(content)


def test_rows_of_contracts_finder(tmp_path: Path) -> None:
    rows = (
        "id,title,organisation,status,notice_type,published_date,value_low,value_high,awarded_value,awarded_supplier,"
        "awarded_to_sme,cpv_codes,description\n"
        'a-1,St John&#039;s roof,Testham,awarded,Contract,2026-02-26,8000,0,0,"Roof, Sons and Co,Slate Ltd",True,'
        '"45000000,45260000","One\\r\nTwo"\n'
        "a-2,Bins,Testham,open,Contract,2026-02-27,0,0,0,,,,\n"
        ",Bins,Testham,open,Contract,2026-02-27,0,0,0,,,,\n"
        "a-3,Bins,Testham,open,Contract,soon,0,0,0,,,,\n"
    )
    found = read_rows(write(tmp_path, rows), "rows.csv")
    first, second = found.parsed
    assert (found.read, [it.line for it in found.rejects]) == (4, [5, 6])
    assert first.title == "St John's roof" and first.description == "One\nTwo" and first.cpv == "45000000"
    assert (first.value_pence, first.value_words) == (8_000_00, "expected, at least")
    assert [it["name"] for it in first.suppliers] == ["Roof, Sons and Co", "Slate Ltd"]
    assert second.value_pence is None and second.suppliers == ()  # nought is what they write for none
    with pytest.raises(Unreadable, match="no column for the notice"):
        read_rows(write(tmp_path, "a,b\n1,2\n"), "rows.csv")


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("ID", "Contract Name", "Supplier", "Service Area", "From", "To", "Value pa"),
         {"reference": 0, "title": 1, "supplier": 2, "service": 3, "starts": 4, "ends": 5, "annual_pence": 6}),
        (("Reference number", "Title of agreement", "Local authority department responsible", "Supplier name",
          "Sum to be paid over the length of the contract", "VAT that cannot be recovered", "Start date", "End date"),
         {"reference": 0, "title": 1, "service": 2, "supplier": 3, "value_pence": 4, "vat_pence": 5, "starts": 6,
          "ends": 7}),
        (("Companies House No.", "SME / VCSE", "Contract_Ref"), {"company_number": 0, "sme": 1, "reference": 2}),
    ],
)  # fmt: skip
def test_heads_of_registers_are_known_by_their_meaning(
    heads: tuple[str, ...], expected: dict[str, int]
) -> None:
    assert places_of(heads) == expected


def test_a_register_is_looked_at_and_then_kept(world: World, adding: Adding, tmp_path: Path) -> None:
    adding("C-1", owner=world.person["service-manager"])
    officer, council = world.person["procurement-officer"], world.council
    path = write(tmp_path, REGISTER, "register.csv")
    it = actions.preview_register(officer, organisation=council, path=path, name="register.csv")
    assert (it.read, it.kept, it.changed, it.same, len(it.rejects)) == (9, 2, 0, 1, 6)
    assert it.read == it.kept + it.changed + it.same + len(it.rejects)
    why = {one["line"]: one["reason"] for one in it.rejects}
    assert list(why) == [6, 7, 8, 9, 10, 11]
    assert "on line 5 already" in why[6] and "no service" in why[7] and "no title" in why[8]
    assert "no date" in why[9] and "ends before" in why[10] and "about 500" in why[11]
    assert it.told["unread"] == ["Lot"] and it.rows[1]["told"][0].startswith("‘nobody@nowhere’ holds no role")
    assert Contract.objects.count() == 1 and Supplier.objects.count() == 1  # nothing is kept yet
    done = actions.keep_register(officer, intake=it)
    assert (done.state, done.kept, done.same) == ("kept", 2, 1)
    skips, sweeping = Contract.objects.filter(reference__startswith="N").order_by("reference")
    assert (skips.starts, skips.ends, skips.annual_pence) == (date(2026, 4, 1), date(2027, 3, 31), 12_000_00)
    assert (sweeping.ends, sweeping.annual_pence) == (None, 9_000_50) and sweeping.service.slug == "homes"
    assert (
        skips.supplier == sweeping.supplier and skips.value_pence is None
    )  # 'Beck Skips' and 'Beck Skips Ltd' are one
    assert skips.versions.get().reason == "From register.csv"
    with pytest.raises(NotPossible, match="load the file again"):
        actions.keep_register(officer, intake=it)


def test_a_register_loaded_again_changes_what_differs_and_blanks_nothing(
    world: World, adding: Adding, tmp_path: Path
) -> None:
    officer = world.person["procurement-officer"]
    adding("C-1", value_pence=90_000_00, description="Two hundred bins.")
    rows = "Reference,Title,Supplier,Start,End,Value,Description\nC-1,Litter bins,The Bin Company,1/4/2024,,95000,\n"
    path = write(tmp_path, rows)
    it = actions.preview_register(officer, organisation=world.council, path=path, name="r.csv")
    assert it.rows[0]["what"] == "changed" and it.rows[0]["told"] == ["value"]
    actions.keep_register(officer, intake=it)
    contract = Contract.objects.get()
    assert contract.value_pence == 95_000_00 and contract.ends == date(2027, 3, 31)
    assert contract.description == "Two hundred bins." and contract.versions.count() == 2
    again = actions.preview_register(officer, organisation=world.council, path=path, name="r.csv")
    assert (again.changed, again.same) == (0, 1)
    actions.drop_register(officer, intake=again)
    assert again.pk and Intake.objects.get(pk=again.pk).state == "dropped"
    homes = Service.objects.get(organisation=world.council, slug="homes")
    more = write(tmp_path, "Reference,Title,Supplier,Start\nX-1,Paint,Paints,1/4/2026\n", "more")
    assert actions.preview_register(officer, organisation=world.council, path=more, name="r").kept == 0
    assert (
        actions.preview_register(officer, organisation=world.council, path=more, name="r", service=homes).kept
        == 1
    )
    with pytest.raises(NotPossible, match="no row of column heads"):
        actions.preview_register(
            officer, organisation=world.council, path=write(tmp_path, "a,b\n1,2\n", "none"), name="r"
        )
    with pytest.raises(PermissionDenied):
        actions.preview_register(
            world.person["service-manager"], organisation=world.council, path=path, name="r"
        )
    assert read_register(path, "r").read == 1


def test_notices_are_kept_once_and_matched_by_a_person(world: World, adding: Adding, tmp_path: Path) -> None:
    officer, council = world.person["procurement-officer"], world.council
    adding("C-9", title="Grass cutting", starts=date(2020, 1, 1))
    it = adding("C-1", title="Litter bins and emptying", starts=date(2027, 4, 1), ends=date(2030, 3, 31))
    early = release(1, id="000000-2026", tag=["tender"], awards=[])
    path = write(
        tmp_path, {"releases": [release(1), early, release(2, buyer={"name": "Otherham"}, parties=[]), {}]}
    )
    first = actions.import_notices(officer, organisation=council, path=path, name="n.json")
    assert (first.read, first.kept, first.same, len(first.rejects)) == (4, 3, 0, 1)
    again = actions.import_notices(officer, organisation=council, path=path, name="n.json")
    assert (again.kept, again.same, len(again.rejects)) == (0, 3, 1)
    actions.set_rules(
        officer, organisation=council, decision_pence=None, months=[6], reason="Names.", from_date=TODAY,
        buyers=["Testham Council"],
    )  # fmt: skip
    ProcurementNotice.objects.all().delete()
    ours = actions.import_notices(officer, organisation=council, path=path, name="n.json", only_ours=True)
    assert (ours.kept, ours.others, len(ours.rejects)) == (2, 1, 1)
    notice = queries.notices(officer, council).get(code="UK6")
    found = queries.matches(notice)
    assert found[0].contract == it and "the same company number" in found[0].why
    assert notice.contract is None  # nothing is tied by itself
    assert actions.match_notice(officer, notice=notice, contract=it) == 2  # the tender notice goes with it
    notice.refresh_from_db()
    assert notice.contract == it and notice.matched_by == officer and notice.supplier == it.supplier
    with pytest.raises(NotPossible, match="part it first"):
        actions.match_notice(officer, notice=notice, contract=it)
    actions.part_notice(officer, notice=notice)
    notice.refresh_from_db()
    assert notice.contract is None
    with pytest.raises(PermissionDenied):
        actions.match_notice(world.person["service-manager"], notice=notice, contract=it)


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()
    server = serve(made)
    yield made
    server.shutdown()
    server.server_close()


def _pages(stub: Stub) -> None:
    def answer(request: Request) -> Reply:
        cursor = request.parameters.get("cursor", "")
        number = {"": 1, "Mg==": 2, "Mw==": 3}[cursor]
        following = {1: "Mg==", 2: "Mw=="}.get(number)
        body: dict[str, Any] = {
            "releases": [release(number), release(10 + number, buyer={"name": "Elsewhere"})]
        }
        if following:
            body["links"] = {"next": f"{stub.base}{request.path}?limit=100&cursor={following}"}
        return Reply(body)

    stub.answers["/api/1.0/ocdsReleasePackages"] = answer


def test_notices_are_fetched_page_by_page_politely(world: World, stub: Stub) -> None:
    officer, council = world.person["procurement-officer"], world.council
    actions.set_rules(
        officer, organisation=council, decision_pence=None, months=[6], reason="Names.", from_date=TODAY,
        buyers=["Testham Council"],
    )  # fmt: skip
    _pages(stub)
    slept: list[float] = []
    clock = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    def asking(**more: Any) -> Client:
        return Client(
            stub.base, rate=(1, 1), trusted=True, sleep=sleep, seconds=lambda: clock[0], chance=lambda: 0.0,
            patience=Patience(attempts=1, connect=2, read=5, whole=30), **more,
        )  # fmt: skip

    def fetch(**more: Any) -> Intake:
        return fetch_notices(
            officer, organisation=council, source="find-a-tender", on=TODAY, asked=asking(), **more
        )

    it = fetch()
    assert (it.state, it.read, it.kept, it.others, it.same) == ("kept", 6, 3, 3, 0)
    asked = [dict(one.parameters) for one in stub.asked]
    assert [one.get("cursor") for one in asked] == [None, "Mg==", "Mw=="]
    assert asked[0]["updatedFrom"] == "2026-10-17T00:00:00" and asked[0]["limit"] == "100"
    assert len(slept) == 2 and len(it.told["pages"]) == 3  # a page a second, each kept as it came
    stub.asked.clear()
    second = fetch()
    assert second.same == 3 and dict(stub.asked[0].parameters)["updatedFrom"] == "2026-11-14T00:00:00"

    stub.answers.clear()
    stub.next.extend(
        [Reply({"releases": [release(7)], "links": {"next": f"{stub.base}/x?cursor=Nw=="}}), Reply("", 503)]
    )
    broken = fetch()
    assert broken.state == "broken off" and broken.kept == 1 and broken.told["cursor"] == "Nw=="
    _pages(stub)
    stub.asked.clear()
    with pytest.raises(KeyError):
        _asked_with(stub, "Nw==")
    stub.next.append(Reply({"releases": [release(8)]}))
    gone_on = fetch()
    assert gone_on.state == "kept" and _asked_with(stub, "Nw==")
    stub.next.append(Reply("<html>", 200))
    with pytest.raises(NotPossible, match="no release package"):
        fetch(since=TODAY)
    stub.next.append(Reply("", 503))
    with pytest.raises(NotPossible, match="503"):
        fetch(since=TODAY)
    with pytest.raises(NotPossible, match="Choose one of"):
        fetch_notices(officer, organisation=council, source="elsewhere", on=TODAY)
    assert next_cursor({"links": {"next": 5}}) == "" == next_cursor([])


def _asked_with(stub: Stub, cursor: str) -> bool:
    return {one.parameters.get("cursor"): True for one in stub.asked}[cursor]


@pytest.mark.data
def test_the_real_notices_are_all_accounted_for(world: World, data_folder: Path) -> None:
    path = data_folder / "contracts" / "contractsfinder_notices_lancashire.csv"
    it = actions.import_notices(world.root, organisation=world.council, path=path, name=path.name)
    assert it.read == 1224 == it.kept + it.same + len(it.rejects)
    assert (it.kept, it.same) == (1223, 1)  # one id is there twice
    kept = ProcurementNotice.objects.filter(organisation=world.council)
    assert sum(bool(one) for one in kept.values_list("suppliers", flat=True)) == 802
    assert kept.filter(published_on__isnull=True).count() == 0
    assert not kept.filter(value_pence=0).exists()
