"""Files that hold streets: each format, and each way of being bad, in one sentence."""

import json
import random
import sqlite3
import struct

import pytest
from tests.engines.rounds.drawn import at

from moothall.engines.rounds.network import CLASSES, LARGE_REFUSE, read_streets
from moothall.engines.rounds.network.grid import to_grid
from moothall.kit.unreadable import Unreadable


def lines(*features, **more):
    made = [
        {
            "type": "Feature",
            "properties": {"osm_id": number, "highway": "residential", **properties},
            "geometry": {"type": "LineString", "coordinates": points},
        }
        for number, (properties, points) in enumerate(features, 1)
    ]
    return {"type": "FeatureCollection", "features": made, **more}


def read(tmp_path, name, content, **more):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return read_streets(path, **more)


CROSSING = (
    ({"name": "High Street", "nodes": [1, 2, 3]}, [at(0, 0), at(100, 0), at(200, 0)]),
    ({"name": "Mill Lane", "nodes": [2, 4]}, [at(100, 0), at(100, 80)]),
)


def names(streets):
    return sorted({it.street for it in streets.network.arcs})


def test_geojson_joins_at_nodes(tmp_path):
    streets = read(tmp_path, "a.geojson", lines(*CROSSING))
    assert {it.id for it in streets.network.nodes} == {"1", "2", "3", "4"}
    assert "OpenStreetMap" in streets.attribution


def test_geojson_joins_at_equal_points_where_a_way_has_no_nodes(tmp_path):
    bare = [({"name": properties["name"]}, points) for properties, points in CROSSING]
    assert len(read(tmp_path, "a.geojson", lines(*bare)).network.nodes) == 4
    # nodes in one file of two ways are of no use: both are joined by points
    assert len(read(tmp_path, "b.geojson", lines(bare[0], CROSSING[1])).network.nodes) == 4


def test_geojson_as_gdal_writes_it(tmp_path):
    data = lines(*CROSSING)
    for feature in data["features"]:
        properties, geometry = feature["properties"], feature["geometry"]
        feature["geometry"] = {"type": "MultiLineString", "coordinates": [geometry["coordinates"]]}
        properties |= {
            "nodes": None,
            "waterway": None,
            "other_tags": '"oneway"=>"yes","note"=>"a \\"quoted\\" word"',
        }
    streets = read(tmp_path, "a.geojson", data)
    assert len(streets.network.arcs) == 3
    assert all(not it.back for it in streets.stretches.values())


def test_geojson_on_the_national_grid_says_so(tmp_path):
    moved = [(properties, [to_grid(*it) for it in points]) for properties, points in CROSSING]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    streets = read(tmp_path, "a.geojson", lines(*moved, crs=crs))
    assert sorted(it.metres for it in streets.network.arcs) == [80, 80, 100, 100, 100, 100]
    with pytest.raises(Unreadable, match="an easting and a northing and not degrees"):
        read(tmp_path, "b.geojson", lines(*moved))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.geojson", "{", "is not GeoJSON: look at line 1"),
        ("a.geojson", "[]", "is not a GeoJSON FeatureCollection"),
        ("a.geojson", lines(), "has no streets"),
        ("a.geojson", lines(({"highway": "footway"}, [at(0, 0), at(9, 9)])), "has no streets"),
        ("a.geojson", lines(({}, [[52.3, -2.0], [52.4, -2.0]])), "a latitude where the longitude belongs"),
        ("a.geojson", lines(({}, [[0, "x"], [1, 1]])), "way 1 has a point that is no pair of numbers"),
        ("a.geojson", lines(*CROSSING, crs={"properties": {"name": "EPSG:3857"}}), "EPSG:3857"),
        ("a.shp", "", "is no street network that can be read"),
        ("a.pbf", "no extract", "is not an OpenStreetMap extract"),
        ("a.gpkg", "no database" * 100, "is not a GeoPackage"),
        ("a.csv", "from,to\n1,2\n", "has no column ‘tail’"),
        ("a.csv", "tail,head,metres\n", "has no arcs"),
        ("a.csv", "tail,head,metres\nA,,5\n", "line 2: give both a tail and a head"),
        ("a.csv", "tail,head,metres\nA,B,far\n", "line 2: ‘far’ is no number of metres"),
        ("a.csv", "tail,head,metres,oneway\nA,B,5,maybe\n", "line 2: ‘oneway’ is yes, no or -1"),
        ("a.csv", "tail,head,metres,road\nA,B,5,moat\n", "line 2: ‘moat’ is no kind of road"),
    ],
)
def test_bad_files_are_told_in_one_sentence(tmp_path, name, content, told):
    with pytest.raises(Unreadable, match=told) as fault:
        read(tmp_path, name, content)
    assert "\n" not in str(fault.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Unreadable, match="is not there"):
        read_streets(tmp_path / "none.geojson")


def test_only_what_lies_within_the_bounds(tmp_path):
    bounds = (*at(90, 10), *at(110, 90))
    assert names(read(tmp_path, "a.geojson", lines(*CROSSING), bounds=bounds)) == ["Mill Lane"]
    with pytest.raises(Unreadable, match="within the bounds"):
        read(tmp_path, "a.geojson", lines(*CROSSING), bounds=(0, 0, 1, 1))


def test_a_table_of_arcs(tmp_path):
    table = "tail,head,metres,seconds,oneway,name\nA,B,100,12,no,High Street\nB,C,70,,yes,Mill Lane\nB,A,5,1,-1,Back\n"
    streets = read(tmp_path, "a.csv", table)
    found = {it.id: (it.tail, it.head, it.metres, it.seconds, it.street) for it in streets.network.arcs}
    assert found == {
        "2": ("A", "B", 100, 12, "High Street"),
        "2r": ("B", "A", 100, 12, "High Street"),
        "3": ("B", "C", 70, 10, "Mill Lane"),
        "4r": ("A", "B", 5, 1, "Back"),
    }
    assert streets.stretches == {}
    assert "no map" in streets.notes[0]


def test_a_table_with_coordinates_has_a_map_and_turns(tmp_path):
    rows = [("A", "B", at(0, 0), at(100, 0)), ("B", "C", at(100, 0), at(100, -80))]
    table = "tail,head,metres,road,tail longitude,tail latitude,head longitude,head latitude\n" + "".join(
        f"{tail},{head},100,primary,{start[0]},{start[1]},{end[0]},{end[1]}\n"
        for tail, head, start, end in rows
    )
    streets = read(tmp_path, "a.csv", table)
    assert len(streets.stretches) == 4
    turns = {(it.from_arc, it.to_arc): it.seconds for it in streets.network.turns}
    assert (turns["2", "3"], turns["3", "3r"], turns["2", "2r"]) == (20, 40, 90)


def geopackage(path, links):
    """A GeoPackage of as much of OS Open Roads as is read."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name)")
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('road_link', 'geometry')")
        columns = "id, road_function, form_of_way, name_1, road_classification_number, trunk_road, start_node, end_node"
        database.execute(f"CREATE TABLE road_link (fid INTEGER PRIMARY KEY, geometry, {columns})")
        database.execute("CREATE TABLE rtree_road_link_geometry (id, minx, maxx, miny, maxy)")
        for number, (points, *rest) in enumerate(links):
            flat = [value for point in points for value in point]
            blob = b"GP\0\x01" + struct.pack("<i", 27700) + struct.pack("<BII", 1, 2, len(points))
            blob += struct.pack(f"<{len(flat)}d", *flat)
            database.execute(
                "INSERT INTO road_link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, blob, f"link{number}", *rest),
            )
            xs, ys = zip(*points, strict=True)
            database.execute(
                "INSERT INTO rtree_road_link_geometry VALUES (?, ?, ?, ?, ?)",
                (number, min(xs), max(xs), min(ys), max(ys)),
            )


LINKS = [
    (
        [(400_000, 250_000), (400_100, 250_000)],
        "A Road",
        "Single Carriageway",
        "",
        "A38",
        "false",
        "n1",
        "n2",
    ),
    (
        [(400_100, 250_000), (400_100, 250_090)],
        "Local Road",
        "Single Carriageway",
        "Mill Lane",
        "",
        "false",
        "n2",
        "n3",
    ),
    ([(400_100, 250_000), (400_900, 250_000)], "A Road", "Dual Carriageway", "", "A38", "true", "n2", "n4"),
    (
        [(400_100, 250_000), (400_100, 249_900)],
        "Restricted Local Access Road",
        "Single Carriageway",
        "",
        "",
        "",
        "n2",
        "n5",
    ),
]


def test_os_open_roads(tmp_path):
    geopackage(tmp_path / "roads.gpkg", LINKS)
    streets = read_streets(tmp_path / "roads.gpkg")
    assert {(it.street, it.metres) for it in streets.network.arcs} == {
        ("A38", 100),
        ("A38", 800),
        ("Mill Lane", 90),
    }
    assert {it.road for it in streets.stretches.values()} == {"primary", "trunk", "residential"}
    assert {it.id for it in streets.network.nodes} == {"n1", "n2", "n3", "n4"}
    assert "one-way" in streets.notes[0]
    assert "Crown copyright" in streets.attribution
    node = next(it for it in streets.network.nodes if it.id == "n2")
    assert (node.longitude, node.latitude) == pytest.approx((-2.0000, 52.1483), abs=2e-3)


def test_os_open_roads_of_all_the_country_is_read_by_its_index(tmp_path, monkeypatch):
    geopackage(tmp_path / "roads.gpkg", LINKS)
    streets = read_streets(tmp_path / "roads.gpkg")
    (west, south) = next(it for it in streets.stretches.values() if it.street == "Mill Lane").line[1]
    bounds = (west - 1e-4, south - 1e-4, west + 1e-4, south + 1e-4)
    assert names(read_streets(tmp_path / "roads.gpkg", bounds=bounds)) == ["Mill Lane"]
    monkeypatch.setattr("moothall.engines.rounds.network.open_roads.MOST", 2)
    with pytest.raises(Unreadable, match="give the bounds"):
        read_streets(tmp_path / "roads.gpkg")


def test_a_geopackage_of_something_else(tmp_path):
    with sqlite3.connect(tmp_path / "a.gpkg") as database:
        database.execute("CREATE TABLE rivers (id)")
    with pytest.raises(Unreadable, match="has no table ‘road_link’"):
        read_streets(tmp_path / "a.gpkg")


EXTRACT = """<?xml version="1.0"?><osm version="0.6">
{nodes}
<node id="6" lat="{south}" lon="{west}"><tag k="barrier" v="bollard"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="High Street"/></way>
<way id="11"><nd ref="2"/><nd ref="4"/><tag k="highway" v="residential"/><tag k="name" v="Mill Lane"/></way>
<way id="12"><nd ref="2"/><nd ref="6"/><nd ref="5"/>
<tag k="highway" v="residential"/><tag k="name" v="Weir Lane"/></way>
<way id="13"><nd ref="1"/><nd ref="5"/><tag k="highway" v="footway"/></way>
<way id="14"><nd ref="3"/><nd ref="99"/><nd ref="4"/>
<tag k="highway" v="residential"/><tag k="name" v="Cut Lane"/></way>
<relation id="20"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
<member type="way" ref="11" role="to"/><tag k="type" v="restriction"/>
<tag k="restriction" v="no_right_turn"/></relation>
<relation id="21"><member type="way" ref="10" role="from"/><member type="way" ref="11" role="via"/>
<member type="way" ref="12" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>"""


@pytest.fixture(params=[".osm", ".osm.pbf"])
def extract(request, tmp_path):
    spots = {1: (0, 0), 2: (100, 0), 3: (200, 0), 5: (100, 90)}
    nodes = [f'<node id="{id}" lat="{at(*it)[1]}" lon="{at(*it)[0]}"/>' for id, it in spots.items()]
    x, y = at(100, -80)
    nodes.insert(3, f'<node id="4" lat="{y}" lon="{x}"><tag k="highway" v="turning_circle"/></node>')
    west, south = at(100, 40)
    path = tmp_path / "a.osm"
    path.write_text(EXTRACT.format(nodes="\n".join(nodes), south=south, west=west))
    if request.param == ".osm":
        return path
    import osmium

    packed = tmp_path / "a.osm.pbf"
    with osmium.SimpleWriter(str(packed)) as writer:
        for it in osmium.FileProcessor(str(path)):
            writer.add(it)
    return packed


def test_an_extract_has_bans_bollards_and_turning_circles(extract):
    streets = read_streets(extract, (LARGE_REFUSE, CLASSES["car"]))
    arcs = {it.id: it for it in streets.network.arcs}
    # Cut Lane has its middle outside the extract: its ends are not joined across the gap
    assert names(streets) == ["High Street", "Mill Lane", "Weir Lane"]
    turns = {
        (arcs[it.from_arc].street, arcs[it.to_arc].street, arcs[it.to_arc].head): it.seconds
        for it in streets.network.turns
    }
    assert turns["High Street", "Mill Lane", "4"] is None
    assert turns["Mill Lane", "Mill Lane", "2"] == 15  # in the turning circle
    weir = sorted(it.metres for it in streets.network.arcs if it.street == "Weir Lane")
    assert weir == [40, 40, 50, 50]  # two dead ends, on either side of the bollard
    assert streets.notes[0] == "1 banned turns lead over a third street and are not read."


def test_an_extract_without_streets(tmp_path):
    (tmp_path / "a.osm").write_text('<osm version="0.6"><node id="1" lat="52" lon="-2"/></osm>')
    with pytest.raises(Unreadable, match="has no streets"):
        read_streets(tmp_path / "a.osm")


def mutated(data, chance):
    """The same with a value here and there left out or another kind of thing."""
    if chance.random() < 0.08:
        return chance.choice([None, 1, "", [], {}, [None], {"a": 1}, 1e308, float("nan")])
    if isinstance(data, dict):
        return {key: mutated(value, chance) for key, value in data.items() if chance.random() > 0.03}
    return [mutated(it, chance) for it in data] if isinstance(data, list) else data


def test_geojson_however_spoilt_is_read_or_told(tmp_path):
    chance = random.Random(5)
    whole = json.loads(json.dumps(lines(*CROSSING, crs={"properties": {"name": "EPSG:27700"}})))
    told = 0
    for _ in range(150):
        try:
            read(tmp_path, "a.geojson", json.dumps(mutated(whole, chance)))
        except Unreadable:
            told += 1
    assert told > 75


def test_a_geopackage_however_spoilt_is_read_or_told(tmp_path):
    geopackage(tmp_path / "a.gpkg", LINKS)
    whole, chance, told = (tmp_path / "a.gpkg").read_bytes(), random.Random(5), 0
    for _ in range(100):
        spoilt = bytearray(whole)
        for _ in range(20):
            spoilt[chance.randrange(100, len(spoilt))] = chance.randrange(256)
        (tmp_path / "b.gpkg").write_bytes(spoilt)
        try:
            read_streets(tmp_path / "b.gpkg")
        except Unreadable:
            told += 1
    assert told > 25
