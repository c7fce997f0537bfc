// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Testing
import Vocabulary

/// OGC 18-088 §9.3.2: resource paths.
struct ResourcePathTests {
  @Test func addresses() throws {
    var path = try ResourcePath(parsing: "Things")
    #expect(path.steps.map(\.type) == [.thing])
    #expect(path.isCollection)
    path = try ResourcePath(parsing: "/Things(1)/Datastreams(2)/Observations")
    #expect(path.steps.map(\.type) == [.thing, .datastream, .observation])
    #expect(path.steps.map(\.id) == [.integer(1), .integer(2), nil])
    #expect(path.isCollection)
    path = try ResourcePath(parsing: "Datastreams(2)/Thing")
    #expect(!path.isCollection)
    #expect(path.last.navigation?.name == "Thing")
    path = try ResourcePath(parsing: "Observations('7-1793491200123-2')/FeatureOfInterest/$ref")
    #expect(path.steps[0].id == .string("7-1793491200123-2"))
    #expect(path.ending == .references)
    #expect(try ResourcePath(parsing: "Things('it''s%2Fa')").steps[0].id == .string("it's/a"))
    #expect(try ResourcePath(parsing: "Things(%27a%27)").steps[0].id == .string("a"))
    #expect(try ResourcePath(parsing: "Things(-5)/name").ending == .property(Property("name", .string), inner: []))
    #expect(try ResourcePath(parsing: "Things(1)/name/$value").ending == .value(Property("name", .string), inner: []))
    #expect(
      try ResourcePath(parsing: "Things(1)/properties/a/b%5B0%5D[1]/$value").ending
        == .value(Property("properties", .any), inner: [.key("a"), .key("b"), .index(0), .index(1)]))
    #expect(try ResourcePath(parsing: "Things/$count").ending == .count)
    #expect(try ResourcePath(parsing: "Things/").ending == .none)
  }

  @Test(arguments: [
    ("Thing", 404, "there is no \"Thing\""), ("Things(1", 400, "expected \")\""), ("Things()", 400, "an id is"),
    ("Things(1)/nme", 404, "Thing has no \"nme\""), ("Things/name", 404, "belongs to one entity"),
    ("Things(1)/Datastreams/Thing", 404, "belongs to one entity"),
    ("Datastreams(1)/Thing(1)", 404, "there is one Thing only"), ("Things(1)/name/x", 404, "only /$value may follow"),
    ("Things(1)/$value", 404, "not possible here"), ("Things(1)/$count", 404, "not possible here"),
    ("Things/$ref/x", 404, "nothing may follow"), ("Things(99999999999999999999)", 400, "an id is"),
    ("Things(1)x", 404, "not expected"), ("%zz", 400, "percent-encoded"), ("", 404, "there is no \"\""),
    ("Things(1)/properties[x]", 400, "the number of an element"),
    ("Things('a)", 400, "the string has no end"),
  ])
  func faults(_ path: String, _ status: Int, _ message: String) {
    do {
      _ = try ResourcePath(parsing: path)
      Issue.record("\(path) is not refused")
    } catch {
      #expect(error.problem.code.status == status, "\(error)")
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  @Test func identifiersAreReadAsTheyAreWritten() {
    for id in [EntityID.integer(5), .integer(-1), .string("it's"), .string("")] {
      #expect(EntityID(parsing: id.description) == id)
    }
    #expect(EntityID(parsing: "5x") == nil)
  }
}
