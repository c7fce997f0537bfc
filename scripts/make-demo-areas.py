#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Draws the areas of the demo city Yunting and writes them to Packs/demo/areas.

The city does not exist; it lies in the open East China Sea. It has two districts on the two banks of a river, each with
two streets from west to east, each street with a northern and a southern community. Borders are crooked in a way that is
the same in every run.

  python3 scripts/make-demo-areas.py [FOLDER]
"""

import json
import math
import pathlib
import random
import sys

CENTER = (123.6, 30.2)  # longitude and latitude of the city's middle
COLUMN = 1400  # metres from west to east of a street
ROW = 1600  # metres from south to north of a community
CROOKED = 90  # metres that a corner may lie off its place
PIECES = 5  # into which a border between two corners is broken
SEED = 20261124

DISTRICTS = [
    ("West Bank District", "西岸区"),
    ("East Bank District", "东岸区"),
]
STREETS = [
    ("Reed Harbour Street", "芦港街道"),
    ("Bell Tower Street", "钟楼街道"),
    ("Ferry Street", "渡口街道"),
    ("Pine Hill Street", "松岗街道"),
]
# Of each street the southern, then the northern community; in the second element whether it is cut into cells.
COMMUNITIES = [
    [("South Quay", "南码头社区", False), ("Reed Bank", "芦滩社区", False)],
    [("Old Market", "老市场社区", True), ("Bell Tower", "钟楼社区", False)],
    [("Ferry Crossing", "渡口社区", True), ("Lantern Lane", "灯笼巷社区", False)],
    [("Tea Terrace", "茶台社区", False), ("Pine Hill", "松岗社区", False)],
]
PREFIX = "9901"  # no province of the GB/T 2260 codes begins with 99


def main():
    random.seed(SEED)
    nodes = [[node(column, row) for row in range(3)] for column in range(5)]
    east = [[line(nodes[c][r], nodes[c + 1][r]) for r in range(3)] for c in range(4)]
    north = [[line(nodes[c][r], nodes[c][r + 1]) for r in range(2)] for c in range(5)]

    def ring(first, last, low, high):
        """The border around columns first..last and rows low..high, counter-clockwise (RFC 7946 §3.1.6)."""
        south = [point for c in range(first, last + 1) for point in east[c][low][:-1]]
        right = [point for r in range(low, high + 1) for point in north[last + 1][r][:-1]]
        top = [point for c in range(last, first - 1, -1) for point in east[c][high + 1][:0:-1]]
        left = [point for r in range(high, low - 1, -1) for point in north[first][r][:0:-1]]
        points = south + right + top + left
        return points + points[:1]

    districts, streets, communities = [], [], []
    for d, name in enumerate(DISTRICTS):
        district = f"{PREFIX}{d + 1:02}"
        districts.append(feature(district, "district", name, None, ring(2 * d, 2 * d + 1, 0, 1)))
        for s in range(2):
            column = 2 * d + s
            street = f"{district}{s + 1:03}"
            streets.append(feature(street, "street", STREETS[column], district, ring(column, column, 0, 1)))
            for row, (english, chinese, cut) in enumerate(COMMUNITIES[column]):
                code = f"{street}{row + 1:03}"
                border = ring(column, column, row, row)
                communities.append(feature(code, "community", (english, chinese), street, border, cut))
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "Packs/demo/areas")
    for name, features in [("districts", districts), ("streets", streets), ("communities", communities)]:
        write(folder / f"{name}.geojson", features)


def node(column, row):
    """A corner, in metres from the middle."""
    shift = lambda: random.uniform(-CROOKED, CROOKED)
    return ((column - 2) * COLUMN + shift(), (row - 1) * ROW + shift())


def line(start, end):
    """A crooked line between two corners."""
    points = [start]
    for piece in range(1, PIECES):
        share = piece / PIECES
        off = random.uniform(-CROOKED, CROOKED) / 3
        along = (end[0] - start[0], end[1] - start[1])
        length = math.hypot(*along)
        points.append((
            start[0] + along[0] * share - along[1] / length * off,
            start[1] + along[1] * share + along[0] / length * off,
        ))
    return points + [end]


def position(point):
    """Longitude and latitude, to about 0.1 m."""
    latitude = CENTER[1] + point[1] / 110_850
    longitude = CENTER[0] + point[0] / (111_320 * math.cos(math.radians(CENTER[1])))
    return [round(longitude, 6), round(latitude, 6)]


def feature(code, level, name, parent, ring, cut=False):
    properties = {"code": code, "level": level, "name": {"en": name[0], "zh-Hans": name[1]}}
    if parent:
        properties["parent"] = parent
    if cut:
        properties["cells"] = {"size": 100}
    geometry = {"type": "Polygon", "coordinates": [[position(point) for point in ring]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(path, features):
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features)
    path.write_text(
        '{"type":"FeatureCollection","source":"scripts/make-demo-areas.py","features":[\n' + lines + "\n]}\n",
        encoding="utf-8")


if __name__ == "__main__":
    main()
