"""Which documents are for agency staff, and which for consultants: by category, by code and by name, in that order.

A category of the taxonomy or the council's own says it best; then the account it was posted to; then the purpose;
then the supplier's name, which is the weakest: it is not believed against a category that says something else.
"""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Sequence

from moothall.engines.spend.categories.ids import AGENCY_STAFF, CONSULTANTS, GENERAL

_AGENCY = (
    r"\b(agency (&|and)? ?(temp\w* )?(staff|workers?|nurses?|social workers?|costs?|payments?|fees?|teachers?|cover)|"
    r"agency ?:|(temp|temporary) (&|and)? ?(agency )?(staff|workers?|cover)|"
    r"interim (staff|managers?|directors?|heads?)|"
    r"locums?|supply (teachers?|staff|cover)|relief staff|off.payroll)\b"
)
_AGENCY_NAME = (
    r"\b(recruit\w*|staffing|personnel|locums?|employment (agency|bureau)|manpower|resourcing|"
    r"(workforce|talent) solutions|supply teachers?)\b"
)
_CONSULTANT = (
    r"\b(consultan(t|ts|cy|cies)|management consult\w*|professional advi[cs]\w*|advisers?.? fees?)\b"
)
_CONSULTANT_NAME = r"\b(consult(ing|ants?|ancy)|advisory|advis[eo]rs)\b"


def _because(categories: Sequence[str], words: str, name: str) -> str:
    of = " OR ".join(f"category = '{it}' OR starts_with(category, '{it}/')" for it in categories) or "false"
    return (
        f"CASE WHEN {of} THEN 'category' "
        f"WHEN regexp_matches(lower(coalesce(given_category, '')), '{words}') THEN 'category' "
        f"WHEN regexp_matches(lower(coalesce(account, '')), '{words}') THEN 'account' "
        f"WHEN regexp_matches(lower(coalesce(purpose, '')), '{words}') THEN 'purpose' "
        f"WHEN coalesce(category LIKE 'staff/%' OR category LIKE '%/{GENERAL}', true) "
        f"AND regexp_matches(lower(supplier_name), '{name}') THEN 'name' END"
    )


# a row a document: its kind, 'agency' or 'consultants', and what it is known by; agency goes before consultants
STAFFED = f"""
    SELECT *, CASE WHEN agency IS NOT NULL THEN 'agency' ELSE 'consultants' END AS sort,
           coalesce(agency, consultants) AS because
    FROM (SELECT *, {_because(AGENCY_STAFF, _AGENCY, _AGENCY_NAME)} AS agency,
                 {_because(CONSULTANTS, _CONSULTANT, _CONSULTANT_NAME)} AS consultants
          FROM bought)
    WHERE agency IS NOT NULL OR consultants IS NOT NULL
"""
