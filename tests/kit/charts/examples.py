"""One picture of each kind, small enough to check by eye."""

from decimal import Decimal

from moothall.kit.charts import (
    AreaMap,
    Axis,
    Bar,
    Captioned,
    Dot,
    Event,
    Fan,
    Line,
    Picture,
    Ranking,
    Scatter,
    Shape,
    Signal,
    Sparkline,
    Stretch,
    Tally,
    Trend,
    Unit,
    XmR,
)

PERIODS = ("2019-20", "2020-21", "2021-22", "2022-23")
PERCENT = Unit(suffix="%", name="% of household waste")


def values(*figures: str | None) -> tuple[Decimal | None, ...]:
    return tuple(None if figure is None else Decimal(figure) for figure in figures)


def trend(own: tuple[Decimal | None, ...] = values("43.8", None, "40.1", "38.9")) -> Trend:
    return Trend(
        PERIODS,
        Line("Bromsgrove", own),
        PERCENT,
        median=values("42", "42.4", "42", "42.1"),
        low=values("39", "39", None, "38"),
        high=values("47", "47", "48", "48"),
        others=(
            Line("Redditch", values("30", "31", None, "33")),
            Line("Wyre Forest", values("50", "52", "51", "53")),
        ),
        group="2 nearest neighbours",
        target=(Decimal(45),) * 4,
        events=(Event("2021-22", "Garden waste charge began"),),
    )


def ranking(size: int = 6) -> Ranking:
    bars = [Bar(f"Council {i}", Decimal(30 + i), Decimal(28 + i), Decimal(33 + i)) for i in range(size)]
    bars += [Bar("Bromsgrove", Decimal("32.5")), Bar("Ashfield", None, missing="suppressed")]
    return Ranking("2022-23", tuple(bars), "Bromsgrove", PERCENT, Decimal(33), "the others", Decimal(40))


def xmr(own: tuple[Decimal | None, ...] = values("43.8", None, "50.1", "38.9")) -> XmR:
    return XmR(
        PERIODS,
        Line("Bromsgrove", own),
        (
            Stretch(0, 1, Decimal("43"), Decimal("47"), Decimal("39"), 13),
            Stretch(2, 3, Decimal("42"), Decimal("45.5"), Decimal("38.5"), 2, "1 April 2021, New rounds"),
        ),
        (Signal(2, "improvement", "Improvement: above the upper limit"),),
        PERCENT,
        target=values("45", "45", "46", "46"),
        events=(Event("2020-21", "Garden waste charge began"),),
    )


def fan(base: bool = False) -> Fan:
    return Fan(
        PERIODS,
        Line("Bromsgrove", values("43.8", "40.1", None, None)),
        values(None, None, "39.0", "38.2"),
        values(None, None, "37.5", "36.1"),
        values(None, None, "40.5", "40.3"),
        values(None, None, "36.0", "34.0"),
        values(None, None, "42.0", "42.4"),
        base=values(None, None, "40.0", "39.6") if base else (),
        unit=PERCENT,
    )


def scatter() -> Scatter:
    others = tuple(
        Dot(f"Council {i}", Decimal(60 + i * 3), Decimal(30 + i * 7 % 20), near=i < 3) for i in range(12)
    )
    return Scatter(
        Axis("Cost of collection, 2022-23", Unit("£", name="per household", decimals=0), Decimal(75)),
        Axis("Recycling rate, 2022-23", PERCENT, Decimal(40)),
        (*others, Dot("Bromsgrove", Decimal(66), Decimal("38.9"))),
        "Bromsgrove",
        "2 nearest neighbours",
    )


def square(x: int, y: int, side: int = 1000) -> tuple[int, ...]:
    return (x, y, x + side, y, x + side, y + side, x, y + side, x, y)


def area_map() -> AreaMap:
    shapes = [
        Shape(f"Council {i}", (square(i % 3 * 1000, i // 3 * 1000),), Decimal(30 + i)) for i in range(8)
    ]
    shapes += [
        Shape("Bromsgrove", (square(2000, 2000),), Decimal("38.9")),
        Shape("Ashfield", (square(3000, 0),), None, "suppressed"),
    ]
    return AreaMap("2022-23", tuple(shapes), "Bromsgrove", PERCENT, "Made-up boundaries.")


PICTURES: dict[str, Picture] = {
    "trend": trend(),
    "ranking": ranking(),
    "strip": ranking(120),
    "xmr": xmr(),
    "fan": fan(),
    "scenario": fan(base=True),
    "sparkline": Sparkline(PERIODS, Line("Bromsgrove", values("43.8", None, "40.1", "38.9")), PERCENT),
    "scatter": scatter(),
    "map": area_map(),
    "captioned": Captioned(
        "Recycling rate over time", trend(), ("Source: invented.", "Period: 2019-20 to 2022-23.")
    ),
    "tally": Tally(
        ("answered", "partly", "absent"),
        (("How it changed", (5, 2, 0)), ("Facility time", (0, 1, 6))),
        "plans",
    ),
    "one part": Tally(("plans",), (("Hybrid working", (1200,)), ("Social value", (3,))), "plans", "Topic"),
}
