"""The worked example of docs/methods/spend-reading.md comes out as it says."""

import re
from decimal import Decimal
from pathlib import Path

PAGE = Path(__file__).resolve().parents[4] / "docs" / "methods" / "spend-reading.md"


def test_the_worked_example(reading_of, ledger):
    rows = re.findall(r"^\| (\d+) \| `(.*)` \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert [int(line) for line, _, _ in rows] == list(range(1, 9))
    reading = reading_of("\n".join(text for _, text, _ in rows))
    assert reading.files[0].header_line == 2
    assert (reading.read, reading.kept, reading.rejected, reading.total) == (6, 3, 3, Decimal("1204.50"))
    for line, reason in ledger.rows("SELECT line, reason FROM reject"):
        assert rows[line - 1][2] == f"rejected: {reason}"
    for line, amount in ledger.rows("SELECT line, amount FROM payment"):
        assert rows[line - 1][2].replace("−£", "£-").replace(",", "").startswith(f"£{amount}")
