"""Pairs of bills that may be one: found and weighed in DuckDB, so that only those worth a look come to Python."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import exp, log
from typing import NamedTuple

from moothall.engines.spend.findings.duplicates.bills import MOST, Bill, prepare_bills
from moothall.engines.spend.findings.duplicates.evidence import Piece
from moothall.engines.spend.ledger import Ledger

FLOOR = 0.15  # under this a pair is not worth anybody's look and is not reported
_LEAST = 0.05  # log-odds, under which a piece of evidence is not worth its words


class Pair(NamedTuple):
    """Two bills, the earlier first, what was paid too much if they are one, and what is said of that."""

    first: Bill
    later: Bill
    stake: Decimal  # pounds, before credits
    likelihood: float
    said: tuple[tuple[float, str], ...]  # log-odds and words

    def words(self, *, speaking_for: bool) -> str:
        kept = [it for it in self.said if (it[0] > 0) == speaking_for and abs(it[0]) >= _LEAST]
        return "; ".join(words for _, words in sorted(kept, key=lambda it: -abs(it[0])))


def weighed(ledger: Ledger, candidates: str, start: float, pieces: Sequence[Piece]) -> Iterator[Pair]:
    """The pairs of `candidates` that are worth a look, with the evidence of `pieces`.

    `candidates` is SQL that gives documents `one`, the earlier, and `other`, the `stake`, and what pieces ask of
    `found`. `start` is the log-odds of a pair of which nothing more is known than that it is among them.
    """
    prepare_bills(ledger)
    weights = ", ".join(f"coalesce(({it.weight})::DOUBLE, 0)" for it in pieces)
    words = ", ".join(f"CASE WHEN weights[{at}] <> 0 THEN {it.words} END" for at, it in enumerate(pieces, 1))
    told = ", ".join(f"{side}.{it}" for side in "ab" for it in Bill._fields)
    cursor = ledger.db.cursor().execute(
        f"""
        WITH found AS ({candidates}),
        met AS (
            SELECT found, a, b, [{weights}] AS weights
            FROM found JOIN bill a ON a.document = one JOIN bill b ON b.document = other)
        SELECT {told}, found.stake::DECIMAL(18,2), weights, [{words}]
        FROM met WHERE {start} + list_sum(weights) >= {log(FLOOR / (1 - FLOOR))}
        ORDER BY a.document, b.document"""  # noqa: S608
    )
    width = len(Bill._fields)
    while rows := cursor.fetchmany(5_000):
        for row in rows:
            odds = start + sum(row[-2])
            yield Pair(
                Bill._make(row[:width]),
                Bill._make(row[width : 2 * width]),
                row[-3],
                round(1 / (1 + exp(-max(min(odds, 7.0), -7.0))), 3),
                tuple(it for it in zip(row[-2], row[-1], strict=True) if it[0]),
            )


def blocked(key: str, condition: str, stake: str) -> str:
    """Candidates: pairs of bills, the earlier first, that agree in `key` and meet `condition` on `a` and `b`.

    `sharing` is how many bills share the key. One that more than MOST share is left out: what so many agree in says
    nothing of two of them.
    """
    return f"""
        WITH keyed AS (SELECT *, {key} AS block FROM bill),
        few AS (
            SELECT block, count(*) AS sharing FROM keyed WHERE block IS NOT NULL
            GROUP BY block HAVING count(*) BETWEEN 2 AND {MOST}),
        side AS (SELECT keyed.*, sharing FROM keyed JOIN few USING (block))
        SELECT a.document AS one, b.document AS other, {stake} AS stake, a.sharing FROM side a JOIN side b USING (block)
        WHERE (a.day, a.document) < (b.day, b.document) AND {condition}"""  # noqa: S608
