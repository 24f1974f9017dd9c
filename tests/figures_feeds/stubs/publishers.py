"""What each publisher answers, as its documentation says; every figure and council is made up."""

import base64
import calendar
import hashlib
import hmac
import io
import json
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.figures_feeds.stubs import Reply, Request, Stub

CODES = ("E07000234", "E07000125")
NAMES = {"E07000234": "Bromsgrove", "E07000125": "Rossendale"}
NOMIS_COLUMNS = (
    "DATE_NAME", "DATE_CODE", "GEOGRAPHY_CODE", "GEOGRAPHY_NAME",
    "OBS_VALUE", "OBS_STATUS", "OBS_STATUS_NAME", "RECORD_COUNT",
)  # fmt: skip
NOMIS_HEADER = ",".join(f'"{it}"' for it in NOMIS_COLUMNS)
MONTHS = ["August 2026", "September 2026"]


def nomis_rows(months: int = 2) -> list[str]:
    """One line a month and council; the last is suppressed."""
    found = []
    for month in range(months):
        for code in CODES:
            name, key = (MONTHS[month], f"2026-0{8 + month}") if months == 2 else _month(month)
            found.append(f'"{name}","{key}","{code}","{NAMES[code]}",{2 + month / 10},"A","Normal Value"')
    if months == 2:
        found[-1] = f'"{MONTHS[1]}","2026-09","{CODES[1]}","Rossendale",,"Q","These figures are missing."'
    return found


def _month(number: int) -> tuple[str, str]:
    years, month = divmod(number, 12)
    return f"{calendar.month_name[month + 1]} {1900 + years}", f"{1900 + years}-{month + 1:02}"


def nomis(stub: Stub, rows: list[str] | None = None, limit: int = 25_000) -> None:
    """`/api/v01/dataset/NM_162_1.data.csv`, in pages; never more than the guest's limit."""
    all = nomis_rows() if rows is None else rows

    def answer(request: Request) -> Reply:
        asked = request.parameters
        some = all[-1:] if asked.get("time") == "latest" else all
        begin, count = int(asked.get("recordoffset", 0)), min(int(asked.get("recordlimit", limit)), limit)
        lines = [f"{it},{len(some)}" for it in some[begin : begin + count]]
        return Reply("\r\n".join([NOMIS_HEADER, *lines]) + "\r\n", headers={"Content-Type": "text/csv"})

    stub.answers["/api/v01/dataset/NM_162_1.data.csv"] = answer


KEY, SECRET = "the-key", "the-secret"


def signed(stub: Stub, request: Request) -> bool:
    """Whether the signature is that of the address up to it."""
    address, sign, signature = request.address.partition("&Signature=")
    expected = hmac.new(SECRET.encode(), f"{stub.base}{address}".encode(), hashlib.sha1).digest()
    return bool(sign) and unquote(signature) == base64.b64encode(expected).decode()


def lg_inform(stub: Stub, shape: str = "flat") -> None:
    """`/data.table` and `/metricTypes`, refused unless signed."""
    values = {
        "E07000234": {"fi_2023": 41.25, "fi_2024": 42.0},
        "E07000125": {"fi_2023": 31.2, "fi_2024": None},
    }

    def data(request: Request) -> Reply:
        if not signed(stub, request):
            return Reply({"errors": ["The signature is not valid"]}, 401)
        metric = request.parameters["metricType"]
        if shape == "flat":
            return Reply(
                [
                    {
                        "metricTypeIdentifier": metric,
                        "areaIdentifier": code,
                        "areaLabel": NAMES[code],
                        "periodIdentifier": period,
                        "periodLabel": period,
                        "value": value,
                        "formatted": str(value),
                        "publicationStatus": "Published",
                    }
                    for code, periods in values.items()
                    for period, value in periods.items()
                ]
            )
        columns = [
            {"metricType": {"identifier": metric}, "period": {"identifier": it}}
            for it in ("fi_2023", "fi_2024")
        ]
        rows = [
            {
                "area": {"identifier": code, "label": NAMES[code]},
                "values": [{"value": it, "formatted": str(it)} for it in periods.values()],
            }
            for code, periods in values.items()
        ]
        return Reply({"columns": columns, "rows": rows})

    def metric_types(request: Request) -> Reply:
        if not signed(stub, request):
            return Reply({"errors": ["The signature is not valid"]}, 401)
        metric = request.parameters["metricType"]
        titles = {"46": "Household waste recycled", "25733": "Fly-tip actions per incident"}
        return Reply({"metricType-array": [{"identifier": metric, "label": titles.get(metric, metric)}]})

    stub.answers["/data.table"] = data
    stub.answers["/metricTypes"] = metric_types


def ons_api(stub: Stub, version: str = "6") -> None:
    """`/v1/datasets/…/observations`: one wildcard, labels such as Sep-26."""
    stub.answers["/v1/datasets/claimants/editions/time-series"] = lambda _: Reply(
        {
            "edition": "time-series",
            "links": {"latest_version": {"id": version, "href": f"…/versions/{version}"}},
        }
    )

    def observations(request: Request) -> Reply:
        if request.parameters.get("time") != "*" or request.parameters.get("sex") != "all":
            return Reply({"errors": ["incorrect selection of query parameters"]}, 400)
        found = [
            {"dimensions": {"Time": {"id": "Month", "label": label}}, "observation": value}
            for label, value in (("Aug-26", "2.4"), ("Sep-26", ""))
        ]
        return Reply({"observations": found, "total_observations": len(found), "limit": 10000, "offset": 0})

    stub.answers[f"/v1/datasets/claimants/editions/time-series/versions/{version}/observations"] = (
        observations
    )


ONS_HEADER = (
    "\ufeffareacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes"
)


def ons_indicators(stub: Stub, etag: str = '"one"') -> None:
    """Two files of the public repository: one of a measure we have, one of none."""
    folder = "/ONSdigital/explore-local-statistics-data/main"
    lines = [
        ONS_HEADER,
        "E07000234,Bromsgrove,District,Claimant Count,2024-01-01/P1Y,2.1,Percentage,%,,,,",
        "E07000234,Bromsgrove,District,Claimant Count,2025-01-01/P1Y,2.2,Percentage,%,,,p,",
        "E07000125,Rossendale,District,Claimant Count,2025-01-01/P1Y,[x],Percentage,%,,,,",
    ]
    stub.file(f"{folder}/claimant-count/claimant-count.csv", "\n".join(lines), etag)
    other = [ONS_HEADER, "E07000234,Bromsgrove,District,Bus stops,2025-01-01/P1Y,7,Rate,per mile,,,,"]
    stub.file(f"{folder}/bus-stops/bus-stops.csv", "\n".join(other), '"bus"')
    stub.file(
        f"{folder}/bus-stops/bus-stops.meta.json",
        {
            "ess-beta-metadata": {
                "label": "Bus stops",
                "suffix": None,
                "subText": "per mile",
                "decimalPlaces": 1,
            }
        },
    )
    stub.file(
        f"{folder}/claimant-count/claimant-count.meta.json",
        {"ess-beta-metadata": {"label": "Claimant Count", "suffix": "%"}},
    )


def dfe(stub: Stub, version: str = "1.2") -> None:
    """A data set's summary and its CSV, packed as the service packs it."""
    stub.answers["/statistics/v1/data-sets/abc"] = lambda _: Reply(
        {"id": "abc", "title": "Made-up absence", "latestVersion": {"version": version, "totalResults": 5}}
    )
    text = "\n".join(
        (
            "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
            "old_la_code,new_la_code,la_name,school_type,rate",
            "202223,Academic year,National,E92000001,England,,,,,,Total,7.1",
            *(
                f"{years},Academic year,{level},E92000001,England,E12000005,West Midlands,885,E10000034,"
                f"Worcestershire,{rest}"
                for years, level, rest in (
                    ("202223", "Local authority", "Total,7.25"),
                    ("202223", "Local authority", "Primary,6.1"),
                    ("202122", "Local authority", "Total,c"),
                    ("202223", "School", "Total,3.0"),
                )
            ),
        )
    )
    stub.answers["/statistics/v1/data-sets/abc/csv"] = lambda request: (
        Reply(text, headers={"Content-Encoding": "gzip", "Content-Type": "text/csv"})
        if request.parameters.get("dataSetVersion") == version
        else Reply({"title": "Not found"}, 404)
    )


def revenue_workbook(units: str = "Net current expenditure (£ thousand)", codes: bool = True) -> bytes:
    """A sheet laid out as the revenue summary is: banner rows, line numbers, heads, authorities, a total, notes."""
    from openpyxl import Workbook

    book = Workbook()
    front = book.active
    front.title = "Front Page"
    front.append(["", "", "General Fund Revenue Account Outturn"])
    sheet = book.create_sheet("RS LA Data 2017-18")
    head = ["E-code", "ONS Code", "Local authority", "", "Class", "Cultural and related services", "Housing"]
    for row in (
        ["Revenue Outturn (RO) 2017-18: Revenue Outturn Summary (RS)"],
        [units],
        ["Hide or delete", "", "", "", "", 1, 2],
        ["", "", "", "", "", 509, 490],
        head if codes else ["E-code", "", *head[2:]],
        ["E1831", "E07000234" if codes else "", "Bromsgrove", "", "SD", 1542.25, 300],
        ["E2340", "E07000125" if codes else "", "Rossendale", "", "SD", -12.5, ".."],
        ["E6803", "", "A Park Authority", "", "O", 0, 0],
        [],
        ["", "", "ENGLAND", "", "", 1529.75, 300],
        ["", "", "CLASS BREAKDOWN"],
        ["Source: a department", "", "", "", "", 1, 1],
    ):
        sheet.append(row)
    hidden = book.create_sheet("Access (Col 1)")
    hidden.sheet_state = "hidden"
    hidden.append(["E-code", "ONS Code", "Local authority", "", "Class", "Cultural and related services"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


HOLIDAYS = {
    "england-and-wales": ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31",
                          "2026-12-25", "2026-12-28"],
    "scotland": ["2026-01-01"],
    "northern-ireland": ["2026-03-17"],
}  # fmt: skip


def bank_holidays(
    stub: Stub, more: tuple[str, ...] = (), fewer: tuple[str, ...] = (), etag: str = '"h"'
) -> None:
    """`/bank-holidays.json` of one year."""
    days = {**HOLIDAYS, "england-and-wales": sorted({*HOLIDAYS["england-and-wales"], *more} - set(fewer))}
    body = {
        division: {
            "division": division,
            "events": [{"title": "A holiday", "date": day, "notes": "", "bunting": True} for day in some],
        }
        for division, some in days.items()
    }
    stub.file("/bank-holidays.json", body, etag)


def postcodes(stub: Stub) -> None:
    """`POST /postcodes` with at most 100, and those that ended."""

    def bulk(request: Request) -> Reply:
        asked = json.loads(request.body)["postcodes"]
        if len(asked) > 100:
            return Reply({"status": 400, "error": "Too many postcodes submitted. Up to 100."}, 400)
        return Reply({"status": 200, "result": [{"query": it, "result": place(it)} for it in asked]})

    def place(postcode: str) -> object:
        if not postcode.startswith(("B", "SW")):
            return None
        return {
            "postcode": postcode,
            "admin_district": "Bromsgrove",
            "admin_ward": "Sanders Park",
            "eastings": 395000,
            "northings": 270000,
            "codes": {
                "admin_district": "E07000234",
                "admin_ward": "E05007867",
                "lsoa": "E01032131",
                "admin_county": "E10000034",
            },
        }

    def ended(request: Request) -> Reply:
        code = unquote(request.path.rpartition("/")[2])
        if code != "AB10AA":
            return Reply({"status": 404, "error": "Terminated postcode not found"}, 404)
        return Reply(
            {"status": 200, "result": {"postcode": "AB1 0AA", "year_terminated": 1996, "month_terminated": 6}}
        )

    stub.answers["/postcodes"] = bulk
    stub.answers["/terminated_postcodes/"] = ended


def parameters(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query, True))
