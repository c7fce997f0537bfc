// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage

/// What only the city can add to the tables, since it needs those of several rooms.
let cityMigrations = [seriesPlacesMigration]

/// Each series has the middle of its entity's box, so that those of a large part of the map are found without looking up
/// their entities one by one.
///
/// Triggers keep it, whoever writes: a place that is set, moved or forgotten is told to the series of its entity, and a
/// series that is made, or comes to another entity, looks it up. A row that a backup brings has it already.
private let seriesPlacesMigration = Migration(71, "places of series") { dialect in
  let columns = [
    "ALTER TABLE series ADD COLUMN longitude REAL",
    "ALTER TABLE series ADD COLUMN latitude REAL",
    """
    UPDATE series SET (longitude, latitude) = (
      SELECT (p.west + p.east) / 2, (p.south + p.north) / 2 FROM places p
      WHERE p.tenant = series.tenant AND p.kind = 'entity' AND p.id = series.entity)
    WHERE entity IS NOT NULL
    """,
  ]
  switch dialect {
  case .sqlite: return columns + sqliteTriggers
  case .postgresql: return columns + postgreSQLTriggers
  }
}

private let isMoved = """
  NEW.kind = 'entity'
    AND (OLD.west <> NEW.west OR OLD.south <> NEW.south OR OLD.east <> NEW.east OR OLD.north <> NEW.north)
  """

private let tellPlace = """
  UPDATE series SET longitude = (NEW.west + NEW.east) / 2, latitude = (NEW.south + NEW.north) / 2
  WHERE tenant = NEW.tenant AND entity = NEW.id;
  """
private let forgetPlace =
  "UPDATE series SET longitude = NULL, latitude = NULL WHERE tenant = OLD.tenant AND entity = OLD.id;"
private let lookUpPlace = """
  UPDATE series SET (longitude, latitude) = (
    SELECT (p.west + p.east) / 2, (p.south + p.north) / 2 FROM places p
    WHERE p.tenant = NEW.tenant AND p.kind = 'entity' AND p.id = NEW.entity)
  WHERE tenant = NEW.tenant AND id = NEW.id;
  """

private let sqliteTriggers: [String] = [
  "CREATE TRIGGER series_place_inserted AFTER INSERT ON places WHEN NEW.kind = 'entity' BEGIN \(tellPlace) END",
  "CREATE TRIGGER series_place_updated AFTER UPDATE ON places WHEN \(isMoved) BEGIN \(tellPlace) END",
  "CREATE TRIGGER series_place_deleted AFTER DELETE ON places WHEN OLD.kind = 'entity' BEGIN \(forgetPlace) END",
  """
  CREATE TRIGGER series_inserted AFTER INSERT ON series WHEN NEW.entity IS NOT NULL AND NEW.longitude IS NULL
  BEGIN \(lookUpPlace) END
  """,
  """
  CREATE TRIGGER series_updated AFTER UPDATE OF entity ON series WHEN NEW.entity IS NOT OLD.entity
  BEGIN \(lookUpPlace) END
  """,
]

private let postgreSQLTriggers: [String] = [
  """
  CREATE FUNCTION tell_place_to_series() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN \(forgetPlace)
    ELSE \(tellPlace)
    END IF;
    RETURN NULL;
  END $$
  """,
  // Who writes a place has changed its entity before: the lock makes one of the two see what the other did.
  """
  CREATE FUNCTION look_up_place_of_series() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM entities WHERE tenant = NEW.tenant AND id = NEW.entity FOR SHARE;
    \(lookUpPlace)
    RETURN NULL;
  END $$
  """,
  """
  CREATE TRIGGER series_place_inserted AFTER INSERT ON places
  FOR EACH ROW WHEN (NEW.kind = 'entity') EXECUTE FUNCTION tell_place_to_series()
  """,
  """
  CREATE TRIGGER series_place_updated AFTER UPDATE ON places
  FOR EACH ROW WHEN (\(isMoved)) EXECUTE FUNCTION tell_place_to_series()
  """,
  """
  CREATE TRIGGER series_place_deleted AFTER DELETE ON places
  FOR EACH ROW WHEN (OLD.kind = 'entity') EXECUTE FUNCTION tell_place_to_series()
  """,
  """
  CREATE TRIGGER series_inserted AFTER INSERT ON series
  FOR EACH ROW WHEN (NEW.entity IS NOT NULL AND NEW.longitude IS NULL) EXECUTE FUNCTION look_up_place_of_series()
  """,
  """
  CREATE TRIGGER series_updated AFTER UPDATE OF entity ON series
  FOR EACH ROW WHEN (NEW.entity IS DISTINCT FROM OLD.entity) EXECUTE FUNCTION look_up_place_of_series()
  """,
]
