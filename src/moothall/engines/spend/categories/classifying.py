"""Every payment in a category, with how sure and because of what; or in none, where nothing says enough."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from moothall.engines.spend.categories.learning import ENOUGH, Bayes, Habits, Measured, Sample, features
from moothall.engines.spend.categories.tree import Taxonomy
from moothall.engines.spend.categories.tree import taxonomy as shipped
from moothall.engines.spend.categories.wording import UNKNOWN, Verdict, Wording, is_nothing, of_accounts
from moothall.engines.spend.ledger import Ledger
from moothall.engines.spend.suppliers import normalise

FLOOR = 0.5  # under it a payment stays without a category
CLEAR = 0.75  # from which words say clearly that a payment was for nothing sold
UNTAUGHT = 0.9  # how far words are believed of what no coding teaches
SAMPLES = 60_000  # kinds of coded payment that are learnt from; of more, these, taken evenly
TEST_SHARE = 5  # one in so many suppliers is kept back to measure by
CHUNK = 20_000  # kinds of payment looked at together
PURPOSE = 60  # letters of a purpose that are looked at, numbers left out

Learnt = tuple[tuple[str, str | None], str]  # ((supplier normalised, account text or None), category)


@dataclass(frozen=True, slots=True)
class Mapped:
    """How one of the council's own categories was understood."""

    given: str
    category: str | None
    sure: float
    rows: int


@dataclass(frozen=True, slots=True)
class Categories:
    """What was done. `by` counts payments by what settled them; `mapping` is the council's own coding understood."""

    payments: int
    classified: int
    kinds: int
    by: Mapping[str, int] = field(default_factory=dict)
    mapping: tuple[Mapped, ...] = ()

    @property
    def unsure(self) -> int:
        return self.payments - self.classified


# A kind of payment: all that says what it is. Numbers in a purpose are left out; short ones within a word stay.
# Of a card the code of its merchants is the category's that was given.
_KIND = f"""
    payee, account, given_category, service,
    CASE WHEN kind = 'card' AND regexp_full_match(given_category_code, '[0-9]{{4}}')
         THEN concat_ws(' ', merchant_category, given_category_code) ELSE merchant_category END AS merchant,
    left(trim(regexp_replace(regexp_replace(lower(purpose), '\\S*\\d\\S*\\d\\S*\\d\\S*|\\b\\d+\\b', ' ', 'g'),
                             '[^a-z0-9&'']+', ' ', 'g')), {PURPOSE}) AS purpose
"""
_HASH = "hash(payee, account, merchant, given_category, service, purpose)"


def classify(
    ledger: Ledger, *, learnt: Iterable[Learnt] = (), taxonomy: Taxonomy | None = None
) -> Categories:
    """Fills payment_category afresh: a row a payment, its category NULL where it is unsure.

    `learnt` is what a person has set for a supplier (normalised) and an account text (its purpose, where the ledger
    has no account; None: whatever the account): it always wins. After suppliers.cluster, a supplier's payees share
    their habits. ValueError if `learnt` names a category that is not there.
    """
    known = taxonomy or shipped()
    work = _Work(ledger, known, learnt)
    ledger.db.execute("DELETE FROM payment_category")
    ledger.db.execute("CREATE OR REPLACE TEMP TABLE _verdict (h UBIGINT, verdict INTEGER)")
    work.gather()
    work.learn()
    work.decide()
    ledger.db.execute(
        f"""INSERT INTO payment_category
            SELECT id, category, sure, because
            FROM (SELECT id, {_HASH} AS h FROM (SELECT id, {_KIND} FROM payment))
            JOIN _verdict USING (h) JOIN _said USING (verdict)"""  # noqa: S608
    )
    for table in ("_kind", "_verdict", "_said"):
        ledger.db.execute(f"DROP TABLE {table}")
    return work.answer()


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of payment, as the table of kinds has it."""

    h: int
    supplier: int | None  # None where withheld
    name: str | None
    account: str | None
    merchant: str | None
    given: str | None
    service: str | None
    purpose: str | None
    rows: int

    @property
    def detail(self) -> str:
        return plain(self.account or self.purpose or "")

    def texts(self) -> dict[str, str | None]:
        return {
            "account": self.account,
            "merchant": self.merchant,
            "purpose": self.purpose,
            "supplier": self.name,
            "service": self.service,
        }


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


class _Work:
    def __init__(self, ledger: Ledger, taxonomy: Taxonomy, learnt: Iterable[Learnt]) -> None:
        self.ledger = ledger
        self.taxonomy = taxonomy
        self.wording = Wording(taxonomy)
        self.set: dict[tuple[str, str | None], str] = {}
        for (supplier, account), category in learnt:
            if category not in taxonomy:
                raise ValueError(f"There is no category '{category}'.")
            self.set[supplier, None if account is None else plain(account)] = category
        self.habits = Habits()
        self.bayes: Bayes | None = None
        self.by_words, self.by_bayes, self.both = Measured(), Measured(), Measured(0.95)
        self.given: dict[str, Verdict] = {}
        self.given_rows = Counter[str]()
        self.normalised: dict[str, str] = {}
        self.by = Counter[str]()
        self.kinds = 0
        self.verdicts: dict[tuple[str | None, float, str], int] = {}

    # -- gathering ----------------------------------------------------------------------------------------------

    def gather(self) -> None:
        """Each kind of payment once, with how many there are of it."""
        self.ledger.db.execute(
            f"""CREATE OR REPLACE TABLE _kind AS
                SELECT {_HASH} AS h, any_value(payee) AS payee, any_value(account) AS account,
                       any_value(merchant) AS merchant, any_value(given_category) AS given,
                       any_value(service) AS service, any_value(purpose) AS purpose, count(*) AS rows
                FROM (SELECT {_KIND} FROM payment) GROUP BY h"""  # noqa: S608
        )

    def _kinds(self, where: str = "true") -> Iterator[list[_Kind]]:
        """The kinds in chunks, in one order."""
        cursor = self.ledger.db.cursor()
        cursor.execute(
            f"""SELECT h, CASE WHEN redacted THEN NULL ELSE coalesce(supplier, payee) END,
                       CASE WHEN redacted THEN NULL ELSE name END,
                       account, merchant, given, service, purpose, rows
                FROM _kind LEFT JOIN payee USING (payee) LEFT JOIN payee_supplier USING (payee)
                WHERE {where} ORDER BY h"""  # noqa: S608
        )
        while found := cursor.fetchmany(CHUNK):
            yield [_Kind(*it) for it in found]
        cursor.close()

    # -- learning -----------------------------------------------------------------------------------------------

    def learn(self) -> None:
        """From the council's own coding: each supplier's habits, and words."""
        labels = self.ledger.rows("SELECT given, sum(rows) FROM _kind GROUP BY given ORDER BY given")
        headings = of_accounts(given for given, _ in labels if given)
        for given, rows in labels:
            if not is_nothing(given):
                self.given[given] = UNKNOWN if given in headings else self.wording.verdict({"given": given})
                self.given_rows[given] = int(rows)
        usable = [it for it, said in self.given.items() if said.category and said.sure >= FLOOR]
        ((coded,),) = self.ledger.rows(
            "SELECT count(*) FROM _kind WHERE given IN (SELECT unnest(?::VARCHAR[]))", [usable]
        )
        if not coded:
            return
        every = max(1, round(coded / SAMPLES))
        samples: list[tuple[Sample, Verdict]] = []
        seen = 0
        for chunk in self._kinds("given IS NOT NULL"):
            for kind in chunk:
                said = self.given.get(kind.given or "")
                if said is None or not said.category or said.sure < FLOOR:
                    continue
                if kind.supplier is not None:
                    self.habits.learn(kind.supplier, kind.detail, said.category, kind.rows)
                seen += 1
                if seen % every == 0:
                    texts = kind.texts()
                    samples.append(
                        (
                            Sample(kind.supplier, features(texts), said.category, kind.rows),
                            self.wording.verdict(texts),
                        )
                    )
        if len(samples) >= ENOUGH:
            self._measure(samples)
            self.bayes = Bayes([it for it, _ in samples])

    def _measure(self, samples: Sequence[tuple[Sample, Verdict]]) -> None:
        """Learns from four fifths of the suppliers and holds what is said of the others against their coding."""
        kept = [it for it in samples if _held_back(it[0].supplier)]
        taught = [it for it, _ in samples if not _held_back(it.supplier)]
        if not kept or not taught:
            return
        said = Bayes(taught).say([it.features for it, _ in kept])
        for (sample, worded), (category, stated) in zip(kept, said, strict=True):
            right = _group(sample.category)
            if worded.category:
                self.by_words.learn(worded.sure, _group(worded.category) == right)
            if category:
                self.by_bayes.learn(stated, _group(category) == right)
                if worded.category and _group(worded.category) == _group(category):
                    self.both.learn(max(worded.sure, stated), _group(category) == right)

    # -- deciding -----------------------------------------------------------------------------------------------

    def decide(self) -> None:
        import numpy as np

        for chunk in self._kinds():
            self.kinds += len(chunk)
            settled = self._settled(chunk)
            numbers = np.empty(len(chunk), dtype=np.int32)
            for at, (kind, (verdict, by)) in enumerate(zip(chunk, settled, strict=True)):
                said = verdict if verdict.category and verdict.sure >= FLOOR else _unsure(verdict)
                self.by[by if said.category else "unsure"] += kind.rows
                key = (said.category, round(said.sure, 2), said.because)
                numbers[at] = self.verdicts.setdefault(key, len(self.verdicts))
            found = {"h": np.array([it.h for it in chunk], dtype=np.uint64), "verdict": numbers}
            self.ledger.db.register("_found", found)
            self.ledger.db.execute("INSERT INTO _verdict SELECT * FROM _found")
            self.ledger.db.unregister("_found")
        self.ledger.db.execute(
            "CREATE OR REPLACE TEMP TABLE _said (verdict INTEGER, category VARCHAR, sure DOUBLE, because VARCHAR)"
        )
        self.ledger.fill("_said", [(number, *key) for key, number in self.verdicts.items()])

    def _settled(self, chunk: Sequence[_Kind]) -> list[tuple[Verdict, str]]:
        """Each kind's verdict and what settled it."""
        found: list[tuple[Verdict, str] | None] = [self._at_once(it) for it in chunk]
        open_ = [at for at, it in enumerate(found) if it is None]
        texts = {at: chunk[at].texts() for at in open_}
        learnt = (
            self.bayes.say([features(texts[at]) for at in open_]) if self.bayes else [("", 0.0)] * len(open_)
        )
        for at, (category, stated) in zip(open_, learnt, strict=True):
            found[at] = self._by_words(texts[at], category, stated)
        return [it or (UNKNOWN, "unsure") for it in found]

    def _at_once(self, kind: _Kind) -> tuple[Verdict, str] | None:
        if self.set and kind.name:
            name = self._normalised(kind.name)
            for account in (kind.detail, None):
                if category := self.set.get((name, account)):
                    return Verdict(category, 1.0, "a person set it for this supplier"), "person"
        given = self.given.get(kind.given or "")
        if given and given.category and given.sure >= FLOOR:
            said = Verdict(given.category, given.sure, f"the council's own category: {kind.given}")
            if given.category.endswith("/general"):
                finer = self.wording.verdict(kind.texts(), only_group=_group(given.category))
                if finer.category and not finer.category.endswith("/general"):
                    said = Verdict(finer.category, given.sure, f"{said.because}; {finer.because}")
            return said, "given"
        if kind.supplier is not None and (habit := self.habits.say(kind.supplier, kind.detail)):
            return Verdict(*habit), "supplier"
        return None

    def _by_words(self, texts: Mapping[str, str | None], category: str, stated: float) -> tuple[Verdict, str]:
        worded = self.wording.verdict(texts)
        sure_of_words = self.by_words.sure(worded.sure) if worded.category else 0.0
        sure_learnt = self.by_bayes.sure(stated) if category else 0.0
        if worded.category and worded.sure >= CLEAR and not self.taxonomy.contestable(worded.category):
            # councils seldom code what nobody sold, so their coding neither teaches these nor tells how sure words are
            return Verdict(
                worded.category, max(sure_of_words, UNTAUGHT * worded.sure), worded.because
            ), "words"
        if worded.category and category and _group(worded.category) == _group(category):
            sure = max(self.both.sure(max(worded.sure, stated)), sure_of_words, sure_learnt)
            chosen = worded.category if not worded.category.endswith("/general") else category
            return Verdict(chosen, sure, f"{worded.because}, as in coded payments"), "words and coding"
        if sure_learnt > sure_of_words:
            return Verdict(category, sure_learnt, "worded like coded payments of this category"), "coding"
        if worded.category:
            return Verdict(worded.category, sure_of_words, worded.because), "words"
        return UNKNOWN, "unsure"

    def _normalised(self, name: str) -> str:
        if name not in self.normalised:
            self.normalised[name] = normalise(name)
        return self.normalised[name]

    def answer(self) -> Categories:
        payments = self.by.total()
        return Categories(
            payments=payments,
            classified=payments - self.by["unsure"],
            kinds=self.kinds,
            by=dict(sorted(self.by.items())),
            mapping=tuple(
                Mapped(
                    given,
                    said.category if said.sure >= FLOOR else None,
                    round(said.sure, 2),
                    self.given_rows[given],
                )
                for given, said in sorted(self.given.items(), key=lambda it: (-self.given_rows[it[0]], it[0]))
            ),
        )


def _group(category: str) -> str:
    return category.partition("/")[0]


def _held_back(supplier: int | None) -> bool:
    digest = blake2b(str(supplier).encode(), digest_size=4).digest()
    return int.from_bytes(digest) % TEST_SHARE == 0


def _unsure(verdict: Verdict) -> Verdict:
    if not verdict.category:
        return UNKNOWN
    return Verdict(None, verdict.sure, f"unsure; most likely {verdict.category}: {verdict.because}")
