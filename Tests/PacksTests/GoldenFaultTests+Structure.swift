// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import TestSupport
import Testing

extension GoldenFaultTests {
  private static let areas = "areas/all.geojson"

  /// Mistakes in city, areas and calendars, and in files as such.
  static let structural: [Mistake] = [
    Mistake(
      what: "a language that the house does not speak", file: "city.yaml", old: "[en, zh-Hans]", new: "[en, fr, en]",
      said: [
        "city.yaml:3: /languages/1: \"fr\" is no language of the house: they are en and zh-Hans",
        "city.yaml:3: /languages/2: en is given twice",
      ]),
    Mistake(
      what: "a time zone that is none", file: "city.yaml", old: "Asia/Shanghai", new: "Asia/Shangai",
      said: [
        "city.yaml:4: /timeZone: no time zone \"Asia/Shangai\" in /usr/share/zoneinfo; a name looks like "
          + "Asia/Shanghai, the package is tzdata"
      ]),
    Mistake(
      what: "no map", file: "city.yaml", new: "code: town\nname: {en: T, zh-Hans: 镇}\nlanguages: [en]\ntimeZone: UTC\n",
      said: ["city.yaml:1: /map: it is missing; one looks like {center: [120.16, 30.25], zoom: 12}"]),
    Mistake(
      what: "no YAML", file: "departments.yaml", old: "- code: roads", new: "- code: [roads",
      said: [
        "decisions/duties.yaml:11: column 4: there is no department roads: the pack has none",
        "decisions/duties.yaml:12: column 4: there is no department water: the pack has none",
        "departments.yaml:2: no valid YAML: while parsing a flow sequence, did not find expected ',' or ']'",
      ]),
    Mistake(
      what: "a key given twice", file: "departments.yaml", old: "- code: roads", new: "- code: roads\n  code: roads",
      said: [
        "decisions/duties.yaml:11: column 4: there is no department roads: the pack has none",
        "decisions/duties.yaml:12: column 4: there is no department water: the pack has none",
        "departments.yaml:1: the key code is given twice in one mapping",
      ]),
    Mistake(
      what: "classes of series that make no sense", file: "classes/all.yaml",
      new: """
        - code: water
          keep: forever
          downsampling:
            - {after: P1D, step: P2D}
            - {step: PT1H, function: average}
          source: example, to be confirmed
        - code: default
          policy: allWin
          quality: {range: [6, 0], gap: PT0S, rest: PT1H}
        """,
      said: [
        "classes/all.yaml:1: /0/name: it is missing",
        "classes/all.yaml:2: /0/keep: \"forever\" is no duration; one looks like PT30S or PT1H (ISO 8601)",
        "classes/all.yaml:4: /0/downsampling/0/step: is longer than the age from which on it counts",
        "classes/all.yaml:5: /0/downsampling/1/after: is missing",
        "classes/all.yaml:5: /0/downsampling/1/function: \"average\" is none of mean, min, max, first, last",
        "classes/all.yaml:7: /1/code: the class default has rules of retention alone: series name another for policy "
          + "and quality", "classes/all.yaml:7: /1/name: it is missing", "classes/all.yaml:7: /1/source: it is missing",
        "classes/all.yaml:8: /1/policy: \"allWin\" is none of keepAll, lastWins, firstWins",
        "classes/all.yaml:9: /1/quality/gap: must be longer than nothing",
        "classes/all.yaml:9: /1/quality/range: is the lowest and the highest value, as in [-40, 60]",
        "classes/all.yaml:9: /1/quality/rest: unknown key; known are range, changePerSecond, flatLine, gap, clockSkew",
      ]),
    Mistake(
      what: "a class that nobody declares", file: "series/pipes.yaml", old: "column: Pressure",
      new: "column: Pressure\nclass: water",
      said: ["series/pipes.yaml:7: /class: there is no series class water: the pack has none"]),
    Mistake(
      what: "a unit that is none", file: "series/pipes.yaml", old: "unit: bar", new: "unit: degC",
      said: ["series/pipes.yaml:3: /unit: \"degC\" is no UCUM code: write Cel"]),
    Mistake(
      what: "two documents", file: "series/pipes.yaml",
      new: "code: pipe-1\nname: {en: One, zh-Hans: 一}\n---\ncode: pipe-2\n",
      said: [
        "rules/leak.yaml:3: /series/0: no series has a code that begins with pipe-",
        "series/pipes.yaml:3: the file holds one YAML document, here begins another",
      ]),
    Mistake(
      what: "an empty file", file: "rules/leak.yaml", new: "# nothing\n", said: ["rules/leak.yaml:1: the file is empty"]
    ),
    Mistake(
      what: "a misspelt folder", file: "matter/all.yaml", new: "code: x",
      said: [
        "matter/: a pack has no such folder; it has areas/, calendar/, classes/, decisions/, matters/, rules/, "
          + "series/, city.yaml, departments.yaml, README.md, LICENSE"
      ]),
    Mistake(
      what: "a file of another kind", file: "rules/leak.yml", new: "code: x",
      said: ["rules/leak.yml: rules/ holds *.yaml alone"]),
    Mistake(
      what: "no JSON", file: areas, old: "\"features\": [", new: "\"features\" [",
      said: [
        "areas/all.geojson:1: no valid JSON at line 1, column 42: a colon is expected",
        "decisions/duties.yaml:12: column 2: there is no area 02: the pack has none",
        "departments.yaml:5: /1/area: there is no area 02: the pack has none",
      ]),
    Mistake(
      what: "a level that is none", file: areas, old: "\"level\": \"street\"", new: "\"level\": \"road\"",
      said: [
        "areas/all.geojson:7: /features/2/properties/level: \"road\" is no level: they are district, street, community, cell"
      ]),
    Mistake(
      what: "a parent that is not there", file: areas, old: "\"parent\": \"01\"", new: "\"parent\": \"09\"",
      said: [
        "areas/all.geojson:7: /features/2/properties/parent: area 0101 names 09 as its parent, which is not among the areas"
      ]),
    Mistake(
      what: "an area outside its parent", file: areas, old: "[120.5, 30], [120.5", new: "[120.5, 29], [120.5",
      said: [
        "areas/all.geojson:9: /features/2/geometry: area 0101 reaches out of its parent 01 by 2700540575 m², 33.7 % of it"
      ]),
    Mistake(
      what: "a ring that is not closed", file: areas, old: "[120, 31], [120, 30]]]}},", new: "[120, 31]]]}},",
      said: [
        "areas/all.geojson:3: /features/0/geometry/coordinates/0/3: the ring is not closed: its last position must be the "
          + "same as its first"
      ]),
    Mistake(
      what: "cells of a street", file: areas, old: "\"level\": \"street\"",
      new: "\"level\": \"street\", \"cells\": {\"size\": 5}",
      said: [
        "areas/all.geojson:7: /features/2/properties/cells: a community is cut into cells, not a street",
        "areas/all.geojson:7: /features/2/properties/cells/size: the side of a cell is 10 to 10000 metres",
      ]),
    Mistake(
      what: "an area code given twice", file: areas, old: "{\"code\": \"02\"", new: "{\"code\": \"01\"",
      said: [
        "areas/all.geojson:4: /features/1/properties/code: area 01 is there already, in areas/all.geojson:2: codes are "
          + "unique",
        "decisions/duties.yaml:12: column 2: there is no area 02; there are 01, 0101",
        "departments.yaml:5: /1/area: there is no area 02; there are 01, 0101",
      ]),
    Mistake(
      what: "a calendar that extends nothing", file: "calendar/office.yaml", new: "code: office\nextends: mars\n",
      said: [
        "calendar/office.yaml:1: /timeZone: it is missing", "calendar/office.yaml:1: /weekly: it is missing",
        "calendar/office.yaml:2: /extends: there is no shared calendar \"mars\"",
      ]),
    Mistake(
      what: "a holiday without a Chinese name, dates without a source, an unknown department",
      file: "calendar/office.yaml", old: "weekly:",
      new: """
        holidays:
          2026-10-01: {en: National Day}
        closures:
          - {date: 2026-10-09, department: rods}
        weekly:
        """,
      said: [
        "calendar/office.yaml:1: /source: it is missing: the document that says these dates",
        "calendar/office.yaml:5: /holidays/2026-10-01/zh-Hans: it is missing",
        "calendar/office.yaml:7: /closures/0/department: there is no department rods; there are roads, water",
      ]),
  ]
}
