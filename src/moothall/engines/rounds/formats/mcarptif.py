"""Mixed capacitated arc routing with time limit and intermediate facilities (Lpr_IF): edges and one-way arcs, sites to
tip at, a shift.

Headings 'KEY : value', then lists of edges (served once, either way) and of arcs, '(from,to) serv_cost … trav_cost …
demand …' where they are to be served and '(from,to) cost …' where not. The cost of a plan is its time with the time at
the tips; serving takes `serv_cost` in all.
"""

import re

from moothall.engines.rounds.formats.instance import PENNY_A_SECOND, Instance, both_ways, one_way, problem
from moothall.engines.rounds.problem import ANY, TIP, Arc, Service, Shift, Site, Vehicle
from moothall.kit.unreadable import Unreadable

_STREET = re.compile(
    r"\((\d+),(\d+)\)\s+(?:serv_cost\s+(\d+)\s+trav_cost\s+(\d+)\s+demand\s+(\d+)|cost\s+(\d+))\s*"
)
_LISTS = ("LIST_REQ_EDGES", "LIST_NOREQ_EDGES", "LIST_REQ_ARCS", "LIST_NOREQ_ARCS")
_NEEDED = ("VEHICLES", "CAPACITY", "DUMPING_COST", "MAX_TRIP", "DEPOT", "DUMPING_SITES")


def read(text: str, name: str) -> Instance:
    """Raises Unreadable with one sentence that names the line."""
    heads: dict[str, str] = {}
    arcs: list[Arc] = []
    services: list[Service] = []
    listed = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _STREET.fullmatch(line.strip()):
            ways = both_ways if listed.endswith("EDGES") else _one
            tail, head, serving, cost, demand, only = found.groups()
            driven = ways(tail, head, int(cost or only))
            arcs += driven
            if serving:
                its = tuple(it.id for it in driven)
                load = {"load": int(demand)}
                services.append(Service(its[0], int(serving), its, load=load))
        elif line.strip():
            key, colon, value = (it.strip() for it in line.partition(":"))
            if not colon:
                raise Unreadable(
                    f"{name}: line {number} is neither a heading nor a street of an Lpr_IF file."
                )
            heads[key] = value
            listed = key if key in _LISTS else listed
    if lacking := [it for it in _NEEDED if not re.fullmatch(r"\d+(\s*,\s*\d+)*", heads.get(it, ""))]:
        raise Unreadable(f"{name} is not an Lpr_IF instance: it has no number for {lacking[0]}.")
    turnaround = int(heads["DUMPING_COST"])
    tips = [
        Site(f"tip {place.strip()}", place.strip(), TIP, turnaround=turnaround)
        for place in heads["DUMPING_SITES"].split(",")
    ]
    vehicle = Vehicle(
        "",
        "depot",
        payload={ANY: int(heads["CAPACITY"])},
        shift=Shift(0, int(heads["MAX_TRIP"])),
        pence_an_hour=PENNY_A_SECOND,
    )
    return Instance(problem(name, arcs, services, heads["DEPOT"], vehicle, int(heads["VEHICLES"]), tips))


def _one(tail: str, head: str, cost: int) -> tuple[Arc, ...]:
    return (one_way(tail, head, cost),)
