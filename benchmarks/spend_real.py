"""The real year of spending that the benchmarks of suppliers and categories use, read as its publisher describes it.

By hand and not by the reader, so that they measure one thing each.
"""

import os
import zipfile
from pathlib import Path

from moothall.engines.spend.ledger import Ledger

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("MOOTHALL_DATA") or ROOT.parent / "shared" / "data")
FILE = "trafford-supplier-spend-2024-25"


def trafford(ledger: Ledger) -> None:
    """Fills payee and payment with the year."""
    with zipfile.ZipFile(DATA / "spend" / f"{FILE}.zip") as packed:
        path = packed.extract(f"{FILE}.csv", ledger.folder)
    ledger.db.execute(
        """CREATE OR REPLACE TEMP TABLE raw AS
           SELECT row_number() OVER () AS id, BeneficiaryName AS name, BeneficiaryName = 'Redacted' AS redacted,
                  CASE WHEN NOT redacted THEN BeneficiaryOtherID END AS ref,
                  CASE WHEN NOT redacted THEN nullif(VATRegistrationNumber, 'NA') END AS vat_number, *
           FROM read_csv(?, all_varchar = true, header = true)""",
        [path],
    )
    ledger.db.execute(
        """INSERT INTO payee BY NAME SELECT row_number() OVER (ORDER BY name, ref, vat_number) AS payee, *
           FROM (SELECT DISTINCT name, ref, vat_number, redacted FROM raw)"""
    )
    ledger.db.execute(
        """INSERT INTO payment BY NAME
           SELECT id, 1 AS file, id + 1 AS line, 'ledger' AS kind, OrganisationLabel AS body,
                  nullif(OrganisationalUnit, 'NA') AS service, payee, TRY_CAST(PaymentDate AS DATE) AS paid,
                  TransactionNumber AS transaction_no, InvoiceNumber AS invoice_no,
                  Amount::DECIMAL(18,2) AS amount, nullif(Purpose, 'NA') AS purpose,
                  nullif(ProfitCentre, 'NA') AS account_code, nullif(ProclassLabel, 'NA') AS given_category,
                  nullif(ProclassCode, 'NA') AS given_category_code
           FROM raw JOIN payee ON raw.name = payee.name AND raw.ref IS NOT DISTINCT FROM payee.ref
                              AND raw.vat_number IS NOT DISTINCT FROM payee.vat_number"""
    )
    ledger.db.execute("DROP TABLE raw")
    Path(path).unlink()
