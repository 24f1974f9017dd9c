"""Release packages of the Open Contracting Data Standard 1.1, as Find a Tender and Contracts Finder publish them.

https://standard.open-contracting.org/1.1/en/schema/release/ and
https://www.find-tender.service.gov.uk/apidocumentation/1.0/GET-ocdsReleasePackages. A release says what was known at
one moment: the value and the days are those of the contract, else of the award, else of the tender, else of the plan.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from moothall.kit.unreadable import Unreadable
from moothall.spend.names import number_of
from moothall.spend.reading.parsed import (
    CONTRACTS_FINDER,
    FIND_A_TENDER,
    Notices,
    Parsed,
    Reject,
    Unfit,
    day_of,
    digest,
    line_of,
    pence_of,
    words,
)

Part = Mapping[str, Any]
_PREFIXES = {"ocds-b5fd17": CONTRACTS_FINDER, "ocds-h6vhtk": FIND_A_TENDER}
_STAGES = ("contractTermination", "contractUpdate", "contract", "implementation", "awardCancellation", "award",
           "tenderCancellation", "tenderUpdate", "tender", "planning", "planningUpdate")  # fmt: skip


def read_package(content: bytes, source: str = "") -> Notices:
    """The notices of a release package, a list of releases or one release; else Unreadable with what to do."""
    try:
        said = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Unreadable(
            "This is not JSON: load a release package as Find a Tender or Contracts Finder gives it."
        ) from None
    releases = _releases(said)
    found = Notices(read=len(releases))
    for place, release in enumerate(releases, start=1):
        try:
            found.parsed.append(_parsed(release, source))
        except Unfit as fault:
            original = json.dumps(release, default=str, ensure_ascii=False)
            found.rejects.append(Reject(place, str(fault), original))
    return found


def next_cursor(said: Any) -> str:
    """The cursor of the next page that a package names; '' at the end."""
    from urllib.parse import parse_qs, urlsplit

    links = said.get("links") if isinstance(said, dict) else None
    link = links.get("next") if isinstance(links, dict) else None
    found = parse_qs(urlsplit(link).query).get("cursor", []) if isinstance(link, str) else []
    return found[0] if found else ""


def _releases(said: Any) -> list[Any]:
    if isinstance(said, list):
        return said
    if isinstance(said, dict):
        if isinstance(said.get("releases"), list):
            return list(said["releases"])
        if isinstance(said.get("records"), list):
            return [it for record in _parts(said["records"]) for it in record.get("releases") or []]
        if "ocid" in said:
            return [said]
    raise Unreadable("There are no releases in this JSON: load a release package of OCDS 1.1.")


def _parsed(release: Any, source: str) -> Parsed:
    if not isinstance(release, dict):
        raise Unfit("It is no release: it is not an object.")
    ocid, ident = line_of(release.get("ocid"), 80), line_of(release.get("id"), 120)
    if not ocid or not ident:
        raise Unfit("It has no ocid, or no id: it cannot be told from others.")
    planning, tender = _part(release, "planning"), _part(release, "tender")
    awards, contracts = _parts(release.get("awards")), _parts(release.get("contracts"))
    title = line_of(next((it for it in _titles(release, tender, awards, contracts, planning) if it), ""), 400)
    if not title:
        raise Unfit("It has no title.")
    parties = _parts(release.get("parties"))
    code, url = _document(planning, tender, awards, contracts)
    pence, said = _value(contracts, awards, tender, planning)
    starts, ends = _period(contracts, awards, tender)
    buyer, buyer_ids = _buyer(release, parties)
    cpv, cpv_words = _cpv(tender, awards)
    return Parsed(
        source=source or _PREFIXES.get(ocid[:11], FIND_A_TENDER),
        release=ident if ocid in ident else line_of(f"{ocid} {ident}", 120),  # unique within its ocid
        title=title,
        raw_sha256=digest(release),
        ocid=ocid,
        stage=_stage(release.get("tag")),
        code=code,
        description=words(tender.get("description") or _first(awards, "description"), 5000),
        buyer=buyer,
        buyer_ids=buyer_ids,
        published_on=day_of(release.get("date")),
        deadline_on=day_of(_part(tender, "tenderPeriod").get("endDate")),
        awarded_on=day_of(_first(contracts, "dateSigned")) or day_of(_first(awards, "date")),
        starts=starts,
        ends=ends,
        value_pence=pence,
        value_words=said,
        cpv=cpv,
        cpv_words=cpv_words,
        suppliers=tuple(_suppliers(awards, parties)),
        url=url,
    )


def _part(of: Part, name: str) -> Part:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def _parts(found: Any) -> list[Part]:
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []


def _first(them: Iterable[Part], name: str) -> Any:
    return next((it[name] for it in them if it.get(name)), None)


def _titles(
    release: Part, tender: Part, awards: list[Part], contracts: list[Part], planning: Part
) -> Iterator[Any]:
    yield tender.get("title")
    yield _first(awards, "title")
    yield _first(contracts, "title")
    yield _part(planning, "project").get("title")
    yield planning.get("rationale")
    yield release.get("title")


def _stage(tag: Any) -> str:
    tags = {it for it in tag if isinstance(it, str)} if isinstance(tag, list) else {tag}
    return next((it for it in _STAGES if it in tags), line_of(next(iter(tags), ""), 40))


def _document(*where: Any) -> tuple[str, str]:
    """The notice's code and address: those of the newest document that has a code, else of any notice."""
    documents = [
        it
        for part in where
        for one in ([part] if isinstance(part, dict) else part)
        for it in _parts(one.get("documents"))
    ]
    documents.sort(key=lambda it: str(it.get("datePublished") or ""))
    coded = [it for it in documents if str(it.get("noticeType", "")).upper().startswith("UK")]
    notices = [it for it in documents if "notice" in str(it.get("documentType", "")).lower()]
    chosen = (coded or notices or [{}])[-1]
    code = str(chosen.get("noticeType", "")).upper()
    url = chosen.get("url")
    fits = isinstance(url, str) and url.startswith("https://") and len(url) <= 300
    return (code if code.startswith("UK") else "")[:6], url if fits else ""  # type: ignore[return-value]


def _value(contracts: list[Part], awards: list[Part], tender: Part, planning: Part) -> tuple[int | None, str]:
    """The value nearest to what was agreed. Several contracts of one release are added, for it is their whole."""
    for name, parts in (("contract", contracts), ("award", awards), ("tender", [tender])):
        found = [_amount(_part(it, "value")) for it in parts]
        known = [it for it in found if it is not None]
        if known:
            gross = all(it[1] for it in known)
            return sum(it[0] for it in known), f"{name}, {'with' if gross else 'without'} VAT"
    budget = _amount(_part(_part(planning, "budget"), "amount"))
    return (budget[0], "budget") if budget else (None, "")


def _amount(value: Part) -> tuple[int, bool] | None:
    """Pence and whether VAT is in them; None where there is no amount in pounds."""
    if value.get("currency", "GBP") != "GBP":
        return None
    net, gross = pence_of(value.get("amount")), pence_of(value.get("amountGross"))
    return (net, False) if net else (gross, True) if gross else None


def _period(contracts: list[Part], awards: list[Part], tender: Part) -> tuple[Any, Any]:
    lots = _parts(tender.get("lots"))
    periods = [
        *(_part(it, "period") for it in contracts),
        *(_part(it, "contractPeriod") for it in (*awards, tender, *lots)),
    ]
    chosen: Part = next((it for it in periods if it.get("startDate") or it.get("endDate")), {})
    return day_of(chosen.get("startDate")), day_of(chosen.get("endDate"))


def _buyer(release: Part, parties: list[Part]) -> tuple[str, tuple[str, ...]]:
    buyer = _part(release, "buyer")
    party: Part = next((it for it in parties if it.get("id") == buyer.get("id")), {})
    if not buyer:
        party = next((it for it in parties if "buyer" in (it.get("roles") or [])), {})
    ids = [str(buyer.get("id") or party.get("id") or "")]
    ids += [f"{it.get('scheme', '')}-{it.get('id', '')}" for it in _identifiers(party)]
    name = line_of(buyer.get("name") or party.get("name"), 200)
    return name, tuple(it for it in ids if it.strip("-"))


def _identifiers(party: Part) -> list[Part]:
    return [_part(party, "identifier"), *_parts(party.get("additionalIdentifiers"))]


def _cpv(tender: Part, awards: list[Part]) -> tuple[str, str]:
    items = _parts(tender.get("items")) + [it for award in awards for it in _parts(award.get("items"))]
    found = [_part(tender, "classification")]
    found += [
        it
        for item in items
        for it in (_part(item, "classification"), *_parts(item.get("additionalClassifications")))
    ]
    chosen: Part = next(
        (it for it in found if str(it.get("scheme", "CPV")).upper() == "CPV" and it.get("id")), {}
    )
    return line_of(str(chosen.get("id", "")), 10), line_of(chosen.get("description"), 200)


def _suppliers(awards: list[Part], parties: list[Part]) -> Iterator[dict[str, Any]]:
    by_id = {it.get("id"): it for it in parties}
    seen = set()
    for award in awards:
        for it in _parts(award.get("suppliers")):
            party: Part = by_id.get(it.get("id"), {})
            name = line_of(it.get("name") or party.get("name"), 200)
            if not name or name in seen:
                continue
            seen.add(name)
            company = (
                number_of(str(one.get("id", "")))
                for one in _identifiers(party)
                if one.get("scheme") == "GB-COH"
            )
            details = _part(party, "details")
            scale = details.get("scale")
            vcse = details.get("vcse")
            yield {
                "name": name,
                "company_number": next((one for one in company if one), ""),
                "postcode": line_of(_part(party, "address").get("postalCode"), 10),
                "sme": {"sme": True, "large": False}.get(scale) if isinstance(scale, str) else None,
                "vcse": vcse if isinstance(vcse, bool) else None,
            }
