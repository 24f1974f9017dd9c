"""The table `cube`: a row for every combination of its dimensions that occurs."""
# ruff: noqa: S608 (queries are made of words of our own: whatever is asked for comes as a parameter)

from collections.abc import Iterable

from moothall.engines.spend.cube.months import partial
from moothall.engines.spend.cube.slicing import Cube
from moothall.engines.spend.ledger import Ledger


def build(ledger: Ledger, *, local: Iterable[str] = ()) -> Cube:
    """Fills the table `cube`, replacing one that stands there. Needs suppliers and categories where those are known.

    `local` are postcode districts ('M33'); without any, nothing is known to be local. A payment belongs to the
    contract it names, else to the one contract its supplier had on the day; with several, or none, to none: that
    stands in the table `payment_contract`.
    """
    ledger.db.execute("CREATE OR REPLACE TEMP TABLE cube_local AS SELECT unnest(?::VARCHAR[]) AS district", [
        [_district(it) for it in local]
    ])  # fmt: skip
    ledger.db.execute(_BELONGS)
    ledger.db.execute("DROP TABLE IF EXISTS cube")
    ledger.db.execute(_CUBE)
    return Cube(ledger, tuple(partial(ledger)))


def _district(text: str) -> str:
    return "".join(text.split()).upper()


_REFERENCE = "upper(regexp_replace({}, '[^A-Za-z0-9]', '', 'g'))"
_DISTRICT = (  # what is not a whole postcode has none
    "upper(regexp_extract(trim({}), '^([A-Za-z]{{1,2}}[0-9][A-Za-z0-9]?) *[0-9][A-Za-z]{{2}}$', 1))"
)
# which contract each payment belongs to, where one is known
_BELONGS = f"""
    CREATE OR REPLACE TABLE payment_contract AS
    WITH referred AS (
        SELECT {_REFERENCE.format("reference")} AS said, min(contract) AS contract FROM contract
        WHERE reference IS NOT NULL GROUP BY 1 HAVING count(*) = 1),
    live AS (
        SELECT day.supplier, day.paid, min(contract.contract) AS contract
        FROM (SELECT DISTINCT supplier, paid FROM payment JOIN payee_supplier USING (payee)
              WHERE paid IS NOT NULL AND supplier IN (SELECT supplier FROM contract)) AS day
        JOIN contract ON contract.supplier = day.supplier AND day.paid >= coalesce(starts, day.paid)
            AND day.paid <= greatest(coalesce(extends_to, ends, day.paid), coalesce(ends, extends_to, day.paid))
        GROUP BY ALL HAVING count(*) = 1)
    SELECT payment.id, coalesce(referred.contract, live.contract) AS contract
    FROM payment LEFT JOIN payee_supplier USING (payee)
    LEFT JOIN referred ON referred.said = {_REFERENCE.format("contract_ref")}
    LEFT JOIN live ON live.supplier = payee_supplier.supplier AND live.paid = payment.paid
    WHERE coalesce(referred.contract, live.contract) IS NOT NULL"""
_CUBE = f"""
    CREATE TABLE cube AS
    SELECT spending.service, category, spending.supplier, payment_contract.contract, spending.sme, spending.vcse,
           CASE WHEN (SELECT count(*) FROM cube_local) > 0 THEN
               nullif({_DISTRICT.format("coalesce(supplier.postcode, spending.postcode)")}, '')
               IN (SELECT district FROM cube_local)
           END AS local,
           kind, capital, date_trunc('month', spending.paid)::DATE AS month,
           sum(amount)::DECIMAL(38,2) AS amount, count(*) AS payments
    FROM spending LEFT JOIN supplier ON supplier.supplier = spending.supplier
    LEFT JOIN payment_contract USING (id)
    GROUP BY ALL"""
