// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of this interface; they need those of Contexts and Telemetry. Entities themselves are in Contexts, readings
/// in Telemetry: here is what gives them the identifiers of SensorThings, and what neither holds.
public let sensorThingsMigrations: [Migration] = [
  Migration(
    120, "sensorthings",
    [
      // One row for each tenant: the identifier that comes next.
      """
      CREATE TABLE sensorthings_counter (tenant TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (tenant))
      STRICT, WITHOUT ROWID
      """,
      // `series` and `area` (GeoJSON of the observed area) are of Datastreams and MultiDatastreams alone.
      """
      CREATE TABLE sensorthings_entities (
        tenant TEXT NOT NULL, id INTEGER NOT NULL, type TEXT NOT NULL, entity TEXT NOT NULL, series INTEGER, area TEXT,
        PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX sensorthings_entities_type ON sensorthings_entities (tenant, type, id, entity)",
      "CREATE UNIQUE INDEX sensorthings_entities_entity ON sensorthings_entities (tenant, entity)",
      """
      CREATE UNIQUE INDEX sensorthings_entities_series ON sensorthings_entities (tenant, series)
      WHERE series IS NOT NULL
      """,
      """
      CREATE TABLE sensorthings_historical_locations (
        tenant TEXT NOT NULL, id INTEGER NOT NULL, thing INTEGER NOT NULL, time INTEGER NOT NULL,
        PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE INDEX sensorthings_historical_locations_thing
      ON sensorthings_historical_locations (tenant, thing, time, id)
      """,
      """
      CREATE TABLE sensorthings_historical_places (
        tenant TEXT NOT NULL, historical INTEGER NOT NULL, location INTEGER NOT NULL,
        PRIMARY KEY (tenant, historical, location)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE INDEX sensorthings_historical_places_location
      ON sensorthings_historical_places (tenant, location, historical)
      """,
      // From when on which feature the readings of a Datastream tell of.
      """
      CREATE TABLE sensorthings_features (
        tenant TEXT NOT NULL, datastream INTEGER NOT NULL, start_at INTEGER NOT NULL, feature INTEGER NOT NULL,
        PRIMARY KEY (tenant, datastream, start_at)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX sensorthings_features_feature ON sensorthings_features (tenant, feature, datastream, start_at)",
      // What a reading cannot hold. Number 0 stands beside the reading of its instant, or in its place where it has a
      // result of its own; higher numbers are further Observations of the same instant. `origin`: what its identifier says
      // of an Observation that was moved to another time.
      """
      CREATE TABLE sensorthings_observations (
        tenant TEXT NOT NULL, datastream INTEGER NOT NULL, at INTEGER NOT NULL, number INTEGER NOT NULL,
        end_at INTEGER, result_start INTEGER, result_end INTEGER, feature INTEGER, result TEXT, content TEXT NOT NULL,
        origin_at INTEGER, origin_number INTEGER, PRIMARY KEY (tenant, datastream, at, number))
      STRICT, WITHOUT ROWID
      """,
      """
      CREATE INDEX sensorthings_observations_origin
      ON sensorthings_observations (tenant, datastream, origin_at, origin_number) WHERE origin_at IS NOT NULL
      """,
      """
      CREATE INDEX sensorthings_observations_feature ON sensorthings_observations (tenant, feature, datastream, at)
      WHERE feature IS NOT NULL
      """,
      """
      CREATE INDEX sensorthings_observations_result
      ON sensorthings_observations (tenant, datastream, result_start, result_end) WHERE result_start IS NOT NULL
      """,
    ])
]
