"""Which documents are for agency staff, and which for consultants: by category, by code and by name, in that order.

A category of the taxonomy or the council's own says it best; then the account it was posted to; then the purpose;
then the supplier's name, which is not believed against a category that says something else. Consultants go by other
names too: what is said of feasibility studies, project management or professional fees is taken for theirs, on the same
condition.
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
    r"\b(consult(ing|an(t|ts|cy|cies))|advi[sc]ory (services?|work|fees?)|advis[eo]rs?.? (fees?|costs?)|"
    r"(professional|technical|specialist|expert|strategic|commercial|external|financial|independent) "
    r"advi(ce|s[eo]rs?|sory))\b"
)
_CONSULTANT_NAME = r"\b(consult(ing|ants?|ancy)|advisory|advis[eo]rs)\b"
# What is consultants' work where nothing says what else it is
_CONSULTANT_PERHAPS = (
    r"\b(professional (services?|fees?)|(project|programme|change) (management|managers?) (services?|fees?|support)|"
    r"feasibility (stud(y|ies)|works?|reports?)|(options|viability|organisational|efficiency) "
    r"(appraisals?|assessments?|reviews?)|business cases?|quantity survey\w*|masterplan\w*|actuar\w+)\b"
)


def _because(categories: Sequence[str], words: str, name: str, perhaps: str = "") -> str:
    of = " OR ".join(f"category = '{it}' OR starts_with(category, '{it}/')" for it in categories) or "false"
    cases = [f"WHEN {of} THEN 'category'"]
    cases += [
        f"WHEN regexp_matches(lower(coalesce({column}, '')), '{words}') THEN '{because}'"
        for column, because in (
            ("given_category", "category"),
            ("account", "account"),
            ("purpose", "purpose"),
        )
    ]
    open_ = f"coalesce(category LIKE 'staff/%' OR category LIKE '%/{GENERAL}', true)"
    cases.append(f"WHEN {open_} AND regexp_matches(lower(supplier_name), '{name}') THEN 'name'")
    if perhaps:
        said = "lower(concat_ws(' ', given_category, account, purpose))"
        cases.append(f"WHEN {open_} AND regexp_matches({said}, '{perhaps}') THEN 'words'")
    return f"CASE {' '.join(cases)} END"


# a row a document: its kind, 'agency' or 'consultants', and what it is known by; agency goes before consultants
STAFFED = f"""
    SELECT *, CASE WHEN agency IS NOT NULL THEN 'agency' ELSE 'consultants' END AS sort,
           coalesce(agency, consultants) AS because
    FROM (SELECT *, {_because(AGENCY_STAFF, _AGENCY, _AGENCY_NAME)} AS agency,
                 {_because(CONSULTANTS, _CONSULTANT, _CONSULTANT_NAME, _CONSULTANT_PERHAPS)} AS consultants
          FROM bought)
    WHERE agency IS NOT NULL OR consultants IS NOT NULL
"""
