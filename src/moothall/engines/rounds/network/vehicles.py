"""Which roads a class of vehicle may drive, and how fast.

Sources. Width: 2.55 m is the most a lorry may be (Road Vehicles (Construction and Use) Regulations 1986, reg. 8).
Weight: 26 t on three axles, 18 t on two (Road Vehicles (Authorised Weight) Regulations 1998). Speed limits of
vehicles: Road Traffic Regulation Act 1984, Schedule 6, as amended for England in 2014. Heights and lengths, and the
widths below the most, are typical ones: a council gives those of its own vehicles.
"""

from dataclasses import dataclass

from moothall.engines.rounds.network.ways import Way

MODES = {
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "goods": ("goods", "motor_vehicle", "vehicle", "access"),
    "hgv": ("hgv", "motor_vehicle", "vehicle", "access"),
    "minibus": ("minibus", "motor_vehicle", "vehicle", "access"),
}
"""How the law sees a vehicle, and the OpenStreetMap keys that say where it may go, the first that is there deciding
(https://wiki.openstreetmap.org/wiki/Key:access)."""

FREE_FLOW = {
    "motorway": 90,
    "motorway_link": 45,
    "trunk": 85,
    "trunk_link": 40,
    "primary": 65,
    "primary_link": 30,
    "secondary": 55,
    "secondary_link": 25,
    "tertiary": 40,
    "tertiary_link": 20,
    "unclassified": 25,
    "residential": 25,
    "living_street": 10,
    "service": 15,
    "road": 25,
    "pedestrian": 8,
    "track": 10,
    "busway": 25,
}
"""Kilometres an hour where no limit is posted: OSRM's profile for cars (Project-OSRM, profiles/car.lua, BSD-2), to
which the last four are added."""

OF_THE_LIMIT = 0.8
"""A posted limit is driven at this share of it (OSRM's `speed_reduction`): junctions and traffic are in it."""

AT_MOST = 1.5
"""A posted limit makes a road this much quicker than its kind is, and no more: 60 mph is posted on many a lane."""

KM_A_MILE = 1.609344


@dataclass(frozen=True, slots=True)
class VehicleClass:
    """Metres, tonnes, miles an hour. `single`, `dual` and `motorway` are the class's own speed limits by road."""

    name: str
    mode: str
    width: float
    height: float
    length: float
    weight: float
    single: int = 60
    dual: int = 70
    motorway: int = 70

    def may_drive(self, way: Way) -> bool:
        return not self.why_not(way)

    def why_not(self, way: Way) -> str:
        """Why this class may not drive there, as the end of a sentence; empty where it may."""
        if self.mode in way.shut:
            return "is not open to it"
        for what, unit, own, most in (
            ("width", "m", self.width, way.limits.width),
            ("height", "m", self.height, way.limits.height),
            ("weight", "t", self.weight, way.limits.weight),
            ("length", "m", self.length, way.limits.length),
        ):
            if most is not None and own > most:
                return f"has a {what} limit of {most:g} {unit} and the vehicle has {own:g} {unit}"
        return ""

    def speed(self, way: Way) -> float:
        """Metres a second that it is reckoned to drive there."""
        own = self.motorway if way.road.startswith("motorway") else self.dual if way.dual else self.single
        usual = FREE_FLOW[way.road]
        if way.posted:
            driven = min(way.posted, own) * KM_A_MILE * OF_THE_LIMIT
            return min(driven, usual * AT_MOST) / 3.6
        return min(usual, own * KM_A_MILE) / 3.6


LARGE_REFUSE = VehicleClass("large refuse", "hgv", 2.55, 3.6, 10.5, 26, single=50, dual=60, motorway=60)
NARROW_REFUSE = VehicleClass("narrow refuse", "hgv", 2.3, 3.2, 8.0, 15, single=50, dual=60, motorway=60)
FOOD = VehicleClass("food", "hgv", 2.3, 2.9, 7.0, 7.5, single=50, dual=60)
SWEEPER = VehicleClass("sweeper", "hgv", 2.5, 3.2, 6.8, 15, single=50, dual=60, motorway=60)
CAGE = VehicleClass("cage", "goods", 2.1, 2.6, 6.0, 3.5, single=50, dual=60)
MINIBUS = VehicleClass("minibus", "minibus", 2.1, 2.8, 7.0, 5.0, single=50, dual=60)
CAR = VehicleClass("car", "car", 1.9, 1.9, 4.8, 2.0)

CLASSES = {it.name: it for it in (LARGE_REFUSE, NARROW_REFUSE, FOOD, SWEEPER, CAGE, MINIBUS, CAR)}
