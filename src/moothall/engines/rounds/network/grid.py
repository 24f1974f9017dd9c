"""National Grid eastings and northings (EPSG:27700) as degrees (WGS 84).

After Ordnance Survey, 'A guide to coordinate systems in Great Britain', annexes B and C, with its constants: back
from the transverse Mercator projection, then the seven-parameter Helmert transformation. That is within about 5 m
of the true place everywhere in Great Britain (OS, same guide, section 6.6): a house is on its street, not on a survey.
"""

from math import atan2, cos, degrees, hypot, radians, sin, tan

AIRY_1830 = (6_377_563.396, 6_356_256.909)  # semi-axes, metres
WGS_84 = (6_378_137.000, 6_356_752.3141)

SCALE_ON_MERIDIAN = 0.9996012717
TRUE_ORIGIN = (radians(49), radians(-2))  # latitude, longitude
FALSE_ORIGIN = (400_000.0, -100_000.0)  # easting, northing of the true origin

# OSGB36 to WGS 84: OS's WGS 84 to OSGB36 with every sign turned.
SHIFT = (446.448, -125.157, 542.060)  # metres
SCALE = 1 - 20.4894e-6
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))

STEPS = 20
"""At most, of each method that comes nearer step by step; four or five are enough in Great Britain."""

EASTINGS, NORTHINGS = (0, 700_000), (0, 1_300_000)
"""The corners of the National Grid: England is well within them."""


def on_the_grid(x: float, y: float) -> bool:
    """Could this be an easting and a northing, and not degrees?"""
    return (
        EASTINGS[0] < x < EASTINGS[1]
        and NORTHINGS[0] < y < NORTHINGS[1]
        and not (abs(x) <= 180 and abs(y) <= 90)
    )


def why_not_degrees(x: float, y: float) -> str:
    """Why these are no longitude and latitude in or near England, as the end of a sentence; empty where they are."""
    if on_the_grid(x, y):
        return "an easting and a northing and not degrees"
    if not (abs(x) <= 180 and abs(y) <= 90):
        return "nowhere on Earth"
    if 49 < x < 61 and -9 < y < 3:
        return "a latitude where the longitude belongs"
    return ""


def to_degrees(easting: float, northing: float) -> tuple[float, float]:
    """Longitude and latitude (WGS 84) of a point of the National Grid."""
    latitude, longitude = unprojected(easting, northing)
    return _moved(latitude, longitude)


def to_grid(longitude: float, latitude: float) -> tuple[float, float]:
    """Easting and northing of a point in degrees: what `to_degrees` takes back to it, to a centimetre."""
    east_a_degree, north_a_degree = 111_195 * cos(radians(latitude)), 111_195
    easting, northing = 400_000 + (longitude + 2) * east_a_degree, (latitude - 49) * north_a_degree - 100_000
    for _ in range(STEPS):
        x, y = to_degrees(easting, northing)
        east, north = (longitude - x) * east_a_degree, (latitude - y) * north_a_degree
        easting, northing = easting + east, northing + north
        if hypot(east, north) < 0.01:
            break
    return easting, northing


def unprojected(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude on OSGB36, in radians (guide, C.2)."""
    a, b = (axis * SCALE_ON_MERIDIAN for axis in AIRY_1830)
    squared = (a * a - b * b) / (a * a)
    origin, meridian = TRUE_ORIGIN
    x, y = easting - FALSE_ORIGIN[0], northing - FALSE_ORIGIN[1]

    latitude = origin + y / a
    for _ in range(STEPS):
        missing = y - _arc_of_meridian(a, b, latitude, origin)
        latitude += missing / a
        if abs(missing) < 1e-5:  # a hundredth of a millimetre
            break

    nu = a / (1 - squared * sin(latitude) ** 2) ** 0.5
    rho = nu * (1 - squared) / (1 - squared * sin(latitude) ** 2)
    eta = nu / rho - 1
    t, secant = tan(latitude), 1 / cos(latitude)
    north = (
        t / (2 * rho * nu) * x**2
        - t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * x**4
        + t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * x**6
    )
    east = (
        secant / nu * x
        - secant / (6 * nu**3) * (nu / rho + 2 * t**2) * x**3
        + secant / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * x**5
        - secant / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * x**7
    )
    return latitude - north, meridian + east


def _arc_of_meridian(a: float, b: float, latitude: float, origin: float) -> float:
    n = (a - b) / (a + b)
    apart, together = latitude - origin, latitude + origin
    return b * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * apart
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(apart) * cos(together)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * apart) * cos(2 * together)
        - 35 / 24 * n**3 * sin(3 * apart) * cos(3 * together)
    )


def _moved(latitude: float, longitude: float) -> tuple[float, float]:
    """From OSGB36 (radians, at its own height nought) to longitude and latitude on WGS 84 (degrees)."""
    a, b = AIRY_1830
    squared = (a * a - b * b) / (a * a)
    nu = a / (1 - squared * sin(latitude) ** 2) ** 0.5
    x = nu * cos(latitude) * cos(longitude)
    y = nu * cos(latitude) * sin(longitude)
    z = nu * (1 - squared) * sin(latitude)

    rx, ry, rz = TURN
    x, y, z = (
        SHIFT[0] + SCALE * x - rz * y + ry * z,
        SHIFT[1] + rz * x + SCALE * y - rx * z,
        SHIFT[2] - ry * x + rx * y + SCALE * z,
    )

    a, b = WGS_84
    squared = (a * a - b * b) / (a * a)
    out = hypot(x, y)
    found = atan2(z, out * (1 - squared))
    for _ in range(STEPS):
        before = found
        nu = a / (1 - squared * sin(found) ** 2) ** 0.5
        found = atan2(z + squared * nu * sin(found), out)
        if abs(found - before) < 1e-12:
            break
    return degrees(atan2(y, x)), degrees(found)
