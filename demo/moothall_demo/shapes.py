"""How each measure of the demonstration behaves: its level then and now, its season and its noise."""

from typing import NamedTuple


class Shape(NamedTuple):
    """The recipe of one series, in the measure's own unit.

    season is the share by which the peak month lies above the average; noise the standard deviation as a
    share of the level; base the typical denominator of a rate in one period; cumulative series start again
    each April.
    """

    start: float
    end: float
    noise: float = 0.03
    season: float = 0.0
    peak: int = 1
    base: int = 0
    cumulative: bool = False


SHAPES: dict[str, Shape] = {
    "missed-bins": Shape(82, 57, 0.09, 0.12, 12, base=342_000),
    "missed-bins-put-right": Shape(88, 94.5, 0.02, base=240),
    "garden-waste-subscriptions": Shape(15_200, 19_400, 0.004, 0.03, 6),
    "waste-service-cost": Shape(58.4, 71.2, 0.01, base=52_400),
    "fly-tips-reported": Shape(142, 118, 0.1, 0.16, 1),
    "fly-tips-cleared": Shape(78, 91, 0.04, base=130),
    "fly-tip-enforcement": Shape(24, 41, 0.2),
    "streets-littered": Shape(9.6, 7.1, 0.12, 0.1, 10, base=300),
    "abandoned-vehicles-removed": Shape(84, 90, 0.06, base=22),
    "grass-cut-on-schedule": Shape(86, 93, 0.03, base=420),
    "major-applications-in-time": Shape(74, 88, 0.07, base=13),
    "minor-applications-in-time": Shape(76, 82, 0.05, base=64),
    "householder-applications-in-time": Shape(84, 89, 0.04, base=58),
    "appeals-dismissed": Shape(66, 72, 0.03, base=31),
    "planning-applications-received": Shape(112, 93, 0.09, 0.15, 3),
    "planning-enforcement-open": Shape(210, 164, 0.02),
    "land-searches-turnaround": Shape(13.8, 7.4, 0.09, base=105),
    "temporary-accommodation": Shape(46, 71, 0.035),
    "families-in-bed-and-breakfast": Shape(1.2, 3.4, 0.4),
    "homelessness-prevented": Shape(49, 56.5, 0.07, base=72),
    "affordable-homes": Shape(19, 27, 0.28, 0.25, 3),
    "empty-homes": Shape(412, 331, 0.02),
    "housing-register": Shape(1_620, 1_985, 0.015),
    "council-tax-collected": Shape(97.4, 97.9, 0.002, base=84_000_000, cumulative=True),
    "business-rates-collected": Shape(96.8, 98.1, 0.004, base=41_000_000, cumulative=True),
    "benefit-new-claims-time": Shape(24.5, 17.2, 0.07, base=190),
    "benefit-changes-time": Shape(8.6, 5.9, 0.14, -0.3, 3, base=1_450),
    "council-tax-arrears": Shape(4_210_000, 5_380_000, 0.012, 0.04, 5),
    "calls-answered": Shape(87, 93.5, 0.02, -0.025, 4, base=9_400),
    "call-wait": Shape(228, 112, 0.12, 0.2, 4, base=8_700),
    "contact-online": Shape(41, 52, 0.02, base=13_800),
    "complaints-received": Shape(38, 44, 0.14, 0.1, 1),
    "complaints-answered-in-time": Shape(82, 87.5, 0.05, base=39),
    "information-requests-in-time": Shape(91, 94, 0.035, base=61),
    "customer-satisfaction": Shape(68, 74, 0.03, base=410),
    "food-inspections-done": Shape(88, 96, 0.02, base=640, cumulative=True),
    "food-hygiene-rating": Shape(94.8, 96.9, 0.004, base=905),
    "noise-complaints": Shape(61, 66, 0.1, 0.45, 7),
    "noise-complaints-answered": Shape(86, 91, 0.05, base=63),
    "licences-issued-in-time": Shape(92, 96, 0.03, base=48),
    "homes-made-safe": Shape(6, 11, 0.25),
    "leisure-centre-visits": Shape(31_500, 47_200, 0.04, 0.14, 1),
    "museum-visits": Shape(2_900, 4_300, 0.08, 0.35, 8),
    "theatre-seats-sold": Shape(47, 63, 0.06, 0.16, 12, base=9_800),
    "concession-members": Shape(1_140, 1_720, 0.02),
    "sickness-absence": Shape(8.7, 9.1, 0.012, base=468),
    "staff-turnover": Shape(15.8, 12.6, 0.03, base=512),
    "agency-spend": Shape(6.2, 4.4, 0.07, base=6_300_000),
    "invoices-paid-in-time": Shape(94.2, 97.4, 0.011, base=1_280),
    "budget-variance": Shape(1.6, 0.3, 0.6, base=14_900_000),
    "savings-delivered": Shape(83, 92, 0.03, base=1_150_000, cumulative=True),
    "council-carbon": Shape(3_480, 2_490, 0.015),
    "appraisals-done": Shape(81, 94, 0.02, base=498),
    "shops-empty": Shape(14.1, 12.2, 0.03, base=412),
    "town-centre-footfall": Shape(342_000, 418_000, 0.035, 0.16, 12),
    "car-park-income": Shape(98_000, 131_000, 0.045, 0.12, 8),
    "businesses-supported": Shape(38, 66, 0.13),
    "market-stalls-let": Shape(71, 79, 0.035, 0.06, 7, base=2_050),
}
