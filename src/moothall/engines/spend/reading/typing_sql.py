"""Typed casts in SQL: macros that read amounts, words, references, flags and numbers of registration from text.

`pounds(x)` gives DECIMAL(28,8), or NULL where the text is no amount; `whole_pence(v)` rounds it half away from zero.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

# what says that nothing is there: in any cell, and in one that should hold a number or a reference
_MISSING = (
    "('', 'NA', 'N/A', '#N/A', 'NULL', 'NONE', '-', '--', '.', 'NIL', 'N.A.', 'N.A', '#REF!', '#NAME?')"
)
_MISSING_REFERENCE = (
    "('0', '00', '000', '0000', 'TBC', 'TBA', 'NO', 'NO PO', 'NOPO', 'NON PO', 'NO ORDER', 'UNKNOWN', 'NOT APPLICABLE',"
    " 'XXX', 'XXXX')"
)
# without £, blanks and thousands commas; the dashes that are minus signs are one
_BARE = r"""translate(regexp_replace(upper(x), '£|GBP|\s|\x{00A0}|\x{202F}|''', '', 'g'), '−–—‐', '----')"""
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_SHAPE = rf"^(?:[-+]?(?:{_DIGITS})|\((?:{_DIGITS})\)|(?:{_DIGITS})(?:-|CR|DR|C|D))$"

MACROS = {
    "said(x)": f"CASE WHEN length(trim(x)) <= 6 AND upper(trim(x)) IN {_MISSING} THEN NULL ELSE trim(x) END",
    "reference(x)": f"""CASE WHEN x IS NULL OR contains(upper(x), 'REDACT')
        OR length(trim(x)) <= 15 AND (upper(trim(x)) IN {_MISSING} OR upper(trim(x)) IN {_MISSING_REFERENCE})
        THEN NULL ELSE trim(x) END""",
    "written_pounds(x)": f"""CASE WHEN regexp_matches({_BARE}, '{_SHAPE}') THEN
        try_cast(regexp_extract(replace({_BARE}, ',', ''), '[0-9.]+') AS DECIMAL(28,8))
        * CASE WHEN regexp_matches({_BARE}, '^[-(]|-$|C$|CR$') THEN -1 ELSE 1 END END""",
    "pounds(x)": """CASE WHEN contains(x, '_') THEN NULL
        ELSE coalesce(try_cast(x AS DECIMAL(28,8)), written_pounds(x)) END""",
    "whole_pence(v)": "try_cast(v AS DECIMAL(18,2))",
    # more than pence, and not the noise that a float leaves
    "parts_of_a_penny(v)": "v IS NOT NULL AND abs(v - round(v, 2)) > 0.000001",
    "flag(x)": """CASE WHEN lower(trim(x)) IN ('yes', 'y', 'true', '1', 'sme', 'vcse', 'x', 't') THEN true
        WHEN lower(trim(x)) IN ('no', 'n', 'false', '0', 'f', 'none', 'neither', 'large') THEN false END""",
    "capital_flag(x)": """CASE WHEN regexp_matches(lower(trim(x)), '^(c|cap|capital.*|y|yes|true)$')
        AND lower(trim(x)) NOT LIKE '%revenue%' THEN true
        WHEN regexp_matches(lower(trim(x)), '^(r|rev|revenue.*|n|no|false)$') THEN false END""",
    # GB and nine digits (twelve of a branch), however spaced; what is no such number is not kept as one
    "vat_number_of(x)": r"""CASE WHEN
        regexp_matches(upper(x), '^\s*(?:GB)?[\s.]*\d{3}[\s.]*\d{4}[\s.]*\d{2}(?:[\s.]*\d{3})?\s*$')
        AND NOT regexp_matches(x, '^\D*0*\D*$') THEN 'GB' || regexp_replace(x, '\D', '', 'g') END""",
    "company_number_of(x)": r"""CASE WHEN regexp_matches(upper(trim(x)), '^[A-Z]{2}\d{6}$|^\d{6,8}$|^R\d{7}$')
        AND NOT regexp_matches(x, '^\s*0*\s*$') THEN lpad(upper(trim(x)), 8, '0') END""",
    "postcode_of(x)": r"""CASE WHEN regexp_matches(upper(trim(x)), '^[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$')
        THEN regexp_replace(upper(replace(x, ' ', '')), '^(.*)(...)$', '\1 \2') ELSE said(x) END""",
}


@cache
def redacted() -> str:
    """A condition in SQL on `name`: the payee is one whom the council may not name (redacted.toml)."""
    kept = tomllib.loads(Path(__file__).with_name("redacted.toml").read_text("utf-8"))
    words = "|".join(re.escape(it) for it in kept["words"])
    names = ", ".join(f"'{it}'" for it in kept["names"])
    plain = r"trim(regexp_replace(lower(name), '[^a-z0-9]+', ' ', 'g'))"
    blotted = r"regexp_matches(name, '^[*#xX?_./\s-]+$')"
    return rf"(regexp_matches(lower(name), '\b(?:{words})') OR {plain} IN ({names}) OR {blotted})"
