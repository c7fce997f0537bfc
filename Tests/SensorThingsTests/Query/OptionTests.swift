// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Testing

/// OGC 18-088 §9.3.3: the system query options but `$filter`.
struct OptionTests {
  private func parse(_ query: String, _ root: EntityType = .thing) throws -> QueryOptions {
    try QueryOptions(parsing: query, root: root)
  }

  @Test func numbersAndFlags() throws {
    let options = try parse("$top=5&$skip=10&$count=true&other=1&$skiptoken=abc")
    #expect(options.top == 5)
    #expect(options.skip == 10)
    #expect(options.count == true)
    #expect(options.skipToken == "abc")
    #expect(try parse("$top=0").top == 0)
    #expect(try parse("$top=100000").top == 1000)
    #expect(try parse("%24top=1").top == 1)
    #expect(try parse("") == QueryOptions())
    #expect(try parse("$resultFormat=dataArray", .observation).resultFormat == .dataArray)
  }

  @Test func selection() throws {
    #expect(
      try parse("$select=name,@iot.id,Datastreams,properties/a[1]").select == [
        .property(Property("name", .string), inner: []), .property(Property("id", .any), inner: []),
        .navigation(EntityType.thing.navigations[2]),
        .property(Property("properties", .any), inner: [.key("a"), .index(1)]),
      ])
    #expect(try parse("$select=*").select == nil)
  }

  @Test func order() throws {
    let order = try parse("$orderby=name+desc,id,length(description)%20ASC").orderBy
    #expect(order.map(\.expression.tree) == ["name", "id", "length(description)"])
    #expect(order.map(\.isDescending) == [true, false, false])
  }

  @Test func expansions() throws {
    let options = try parse(
      "$expand=Datastreams($select=name;$expand=Observations($top=1;$orderby=phenomenonTime%20desc;"
        + "$filter=result%20gt%205%20and%20parameters/a%20eq%20';)'),Sensor;$count=true),Locations")
    #expect(options.expand.map(\.navigation.name) == ["Datastreams", "Locations"])
    let streams = options.expand[0].options
    #expect(streams.count == true)
    #expect(streams.select?.count == 1)
    #expect(streams.expand.map(\.navigation.name) == ["Observations", "Sensor"])
    let observations = streams.expand[0].options
    #expect(observations.top == 1)
    #expect(observations.filter?.tree == "((result gt 5) and (parameters/a eq ';)'))")
    #expect(observations.orderBy[0].isDescending)
    #expect(
      observations.text == "$filter=result gt 5 and parameters/a eq ';)'&$orderby=phenomenonTime desc")
  }

  /// §9.3.3.2: `A/B` expands both.
  @Test func pathsExpandEachStep() throws {
    let options = try parse("$expand=Datastreams/Sensor,Datastreams/Observations($top=2),Locations,Datastreams")
    #expect(options.expand.map(\.navigation.name) == ["Datastreams", "Locations"])
    #expect(options.expand[0].options.expand.map(\.navigation.name) == ["Sensor", "Observations"])
    #expect(options.expand[0].options.expand[1].options.top == 2)
    #expect(options.expand[0].options.text == "$expand=Sensor,Observations($top=2)")
  }

  @Test(arguments: [
    ("$top=-1", "$top, character 1: expected a whole number"), ("$top=", "$top, character 1: expected a whole number"),
    ("$top=1.5", "$top, character 2: \".5\" is not expected here"), ("$count=yes", "expected true or false"),
    ("$skip=99999999", "$skip"), ("$top=1&$top=2", "$top: it is given twice"),
    ("$foo=1", "$foo: there is no such option"), ("$filter", "$filter: its value is missing"),
    ("$filter=%zz", "not percent-encoded"), ("$filter=%ff", "not percent-encoded"),
    ("$filter=%00", "not percent-encoded"),
    ("$select=nme", "$select, character 1: Thing has no \"nme\""), ("$select=name,", "$select, character 6"),
    ("$expand=name", "$expand, character 1: name is a property"), ("$expand=Foo", "Thing has no \"Foo\""),
    ("$expand=Locations(top=1)", "expected an option such as $top"),
    ("$expand=Locations($top=1", "expected \";\" or \")\""),
    ("$expand=Locations($top=1;$top=2)", "$top is given twice"),
    ("$expand=Locations($top=1),Locations($top=2)", "expanded twice, with different options"),
    ("$expand=Datastreams($filter=nme eq 1)", "$expand, character 21: Datastream has no \"nme\""),
    ("$orderby=name down", "is not expected here"), ("$orderby=Locations/location", "cannot be ordered by a geometry"),
    ("$resultFormat=CSV", "expected dataArray"),
  ])
  func faults(_ query: String, _ message: String) {
    do {
      _ = try parse(query)
      Issue.record("\(query) is not refused")
    } catch { #expect("\(error)".contains(message), "\(error)") }
  }
}
