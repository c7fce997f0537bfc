// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of this room.
public let spatialMigrations: [Migration] = [
  Migration(30, "places") { dialect in
    switch dialect {
    case .sqlite:
      // The R*Tree finds candidates by boxes of 32-bit numbers, rounded outwards; `places` decides. Triggers keep the two
      // together, so that writing is the same on both engines.
      [
        """
        CREATE TABLE places (
          place INTEGER PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, west REAL NOT NULL,
          south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL, UNIQUE (tenant, kind, id)) STRICT
        """,
        "CREATE VIRTUAL TABLE place_boxes USING rtree(place, west, east, south, north)",
        """
        CREATE TRIGGER places_inserted AFTER INSERT ON places BEGIN
          INSERT INTO place_boxes VALUES (NEW.place, NEW.west, NEW.east, NEW.south, NEW.north);
        END
        """,
        """
        CREATE TRIGGER places_updated AFTER UPDATE ON places BEGIN
          UPDATE place_boxes SET west = NEW.west, east = NEW.east, south = NEW.south, north = NEW.north
          WHERE place = NEW.place;
        END
        """,
        """
        CREATE TRIGGER places_deleted AFTER DELETE ON places BEGIN
          DELETE FROM place_boxes WHERE place = OLD.place;
        END
        """,
      ]
    case .postgresql:
      [
        """
        CREATE TABLE places (
          tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, west REAL NOT NULL, south REAL NOT NULL,
          east REAL NOT NULL, north REAL NOT NULL,
          box BOX GENERATED ALWAYS AS (box(point(east, north), point(west, south))) STORED,
          PRIMARY KEY (tenant, kind, id))
        """,
        "CREATE INDEX place_boxes ON places USING gist (box)",
      ]
    }
  }
]

/// The number of a place is SQLite's own; triggers fill its R*Tree as rows are restored.
public let spatialBackupPlan = BackupPlan(localColumns: ["places.place"])
