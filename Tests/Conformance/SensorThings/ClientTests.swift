// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The Python client of FROST, unchanged.
struct ClientTests {
  @Test(.timeLimit(.minutes(3)), arguments: Engine.allCases) func frostsClientWorks(engine: Engine) async throws {
    try await Service.with(engine) { service in
      guard
        let (_, said) = try await Python.run(["-c", Self.script, service.town.address + Service.base, service.token])
      else { return }
      #expect(said.contains("all is well"), "\(said)")
    }
  }

  private static let script = """
    import sys
    import frost_sta_client as fsc
    import geojson
    import requests

    service = fsc.SensorThingsService(sys.argv[1], auth_handler=fsc.AuthHandler(username="client", password=sys.argv[2]))

    # Create, deep.
    point = geojson.Point((120.1, 30.1))
    location = fsc.Location(name="here", description="and there", location=point, encoding_type="application/geo+json")
    sensor = fsc.Sensor(name="Sensor", description="warm", encoding_type="application/pdf", metadata="some metadata")
    observed = fsc.ObservedProperty(name="Temperature", definition="http://example.org/t", description="how warm")
    unit = fsc.UnitOfMeasurement(name="degree Celsius", symbol="Cel", definition="ucum:Cel")
    stream = fsc.Datastream(name="Oven", description="temperature", observation_type=
        "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement", unit_of_measurement=unit,
        sensor=sensor, observed_property=observed)
    thing = fsc.Thing(name="thing", description="a thing", properties={"floor": 3})
    thing.locations = [location]
    thing.datastreams = [stream]
    service.create(thing)
    assert isinstance(thing.id, int), thing.id

    # Read.
    found = service.things().find(thing.id)
    assert found.name == "thing" and found.properties == {"floor": 3}, found
    streams = found.get_datastreams().query().list()
    assert len(streams.entities) == 1
    stream = service.datastreams().find(streams.entities[0].id)
    assert stream.unit_of_measurement.symbol == "Cel"

    # Observations: create, filter, order, page, expand.
    for minute in range(10):
        service.create(fsc.Observation(phenomenon_time=f"2026-11-01T00:{minute:02}:00Z", result=minute,
            datastream=fsc.Datastream(id=stream.id)))
    listed = stream.get_observations().query().filter("result gt 3 and phenomenonTime lt 2026-11-01T00:08:00Z").orderby(
        "phenomenonTime").list()
    assert [one.result for one in listed] == [7, 6, 5, 4], [one.result for one in listed]
    paged = stream.get_observations().query().top(3).orderby("phenomenonTime", "asc").count().list()
    assert [one.result for one in paged] == list(range(10))
    assert paged.count == 10
    expanded = service.things().query().filter("name eq 'thing'").expand("Locations,Datastreams($expand=Observations($top=2))").list()
    first = expanded.entities[0]
    assert first.locations.entities[0].name == "here"
    assert len(first.datastreams.entities[0].observations.entities) == 2
    one = service.observations().find(listed.entities[0].id)
    assert one.result == 7

    # Update and patch.
    found.name = "renamed"
    found.description = "changed"
    service.update(found)
    assert service.things().find(thing.id).name == "renamed"
    service.patch(found, [{"op": "replace", "path": "/description", "value": "patched"}])
    assert service.things().find(thing.id).description == "patched"

    # Data Array.
    value = fsc.model.ext.data_array_value.DataArrayValue()
    value.components = {value.Property.PHENOMENON_TIME, value.Property.RESULT}
    value.datastream = stream
    for minute in range(10, 15):
        value.add_observation(fsc.Observation(phenomenon_time=f"2026-11-01T00:{minute:02}:00Z", result=minute / 2))
    document = fsc.model.ext.data_array_document.DataArrayDocument()
    document.add_data_array_value(value)
    made = service.observations().create(document)
    assert len(made) == 5 and all("/Observations(" in one.self_link for one in made), made
    assert stream.get_observations().query().count().list().count == 15

    # Delete.
    service.delete(one)
    try:
        service.observations().find(one.id)
        assert False
    except requests.exceptions.HTTPError as error:
        assert error.response.status_code == 404
    service.delete(found)
    assert service.things().query().count().list().count == 0
    assert service.observations().query().count().list().count == 0
    print("all is well")
    """
}
